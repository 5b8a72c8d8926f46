import { MAIL, MPESA, SMS } from "#tests/simulators/credentials";

const port = (name: string, otherwise: number): number => Number(process.env[name] || otherwise);

/** Where the parts of a shop on a laptop listen. */
export const localPorts = {
  shop: port("SHOP_PORT", 8787),
  sqld: port("SQLD_PORT", 8880),
  simulators: port("SIMULATORS_PORT", 8790),
};

/** The Worker's variables of a demo shop: simulated providers, secrets that are none. Production refuses every one of them. */
export function demoVars({
  shopUrl,
  databaseUrl,
  simulatorsUrl,
}: {
  shopUrl: string;
  databaseUrl: string;
  simulatorsUrl: string;
}): Record<string, string> {
  return {
    SHOP_ENV: "dev",
    SHOP_URL: shopUrl,
    DATABASE_URL: databaseUrl,
    QUOTE_SECRET: "demo-quote-secret-for-a-laptop-only-0001",
    LINK_SECRET: "demo-link-secret-for-a-laptop-only-00002",
    CALLBACK_SECRET: "demo-callback-secret-for-a-laptop-only-3",
    MPESA_BASE_URL: `${simulatorsUrl}/mpesa`,
    MPESA_CONSUMER_KEY: MPESA.consumerKey,
    MPESA_CONSUMER_SECRET: MPESA.consumerSecret,
    MPESA_SHORT_CODE: MPESA.shortcode,
    MPESA_PASSKEY: MPESA.passkey,
    MPESA_MODE: "test",
    MPESA_MERCHANT_NAME: MPESA.merchantName,
    MAIL_BASE_URL: `${simulatorsUrl}/mail`,
    MAIL_API_KEY: MAIL.apiKey,
    MAIL_FROM: "Duka <orders@duka.example>",
    SMS_BASE_URL: `${simulatorsUrl}/sms`,
    SMS_USERNAME: SMS.username,
    SMS_API_KEY: SMS.apiKey,
  };
}
