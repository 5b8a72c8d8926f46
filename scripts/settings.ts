import { AIRTEL, KHALTI, MAIL, MPESA, MPESA_OPERATOR, PAYPAL, SMS, STRIPE } from "#tests/simulators/credentials";

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
    MPESA_INITIATOR: MPESA_OPERATOR.initiator,
    MPESA_SECURITY_CREDENTIAL: MPESA_OPERATOR.securityCredential,
    AIRTEL_BASE_URL: `${simulatorsUrl}/airtel`,
    AIRTEL_CLIENT_ID: AIRTEL.clientId,
    AIRTEL_CLIENT_SECRET: AIRTEL.clientSecret,
    AIRTEL_ACCOUNT: AIRTEL.account,
    AIRTEL_MODE: "test",
    PAYPAL_BASE_URL: `${simulatorsUrl}/paypal`,
    PAYPAL_CLIENT_ID: PAYPAL.clientId,
    PAYPAL_CLIENT_SECRET: PAYPAL.clientSecret,
    PAYPAL_MERCHANT_ID: PAYPAL.merchantId,
    PAYPAL_WEBHOOK_ID: PAYPAL.webhookId,
    PAYPAL_CERTIFICATE_HOST: simulatorsUrl.replace(/^\w+:\/\//, ""),
    PAYPAL_MODE: "test",
    STRIPE_BASE_URL: `${simulatorsUrl}/stripe`,
    STRIPE_SECRET_KEY: STRIPE.secretKey,
    STRIPE_WEBHOOK_SECRET: STRIPE.webhookSecret,
    STRIPE_ACCOUNT: STRIPE.account,
    STRIPE_MODE: "test",
    KHALTI_BASE_URL: `${simulatorsUrl}/khalti/api/v2`,
    KHALTI_SECRET_KEY: KHALTI.secretKey,
    KHALTI_ACCOUNT: KHALTI.account,
    KHALTI_MODE: "test",
    DOCUMENT_SECRET: "demo-document-secret-for-a-laptop-only-4",
    MAIL_BASE_URL: `${simulatorsUrl}/mail`,
    MAIL_API_KEY: MAIL.apiKey,
    MAIL_FROM: "Duka <orders@duka.example>",
    SMS_BASE_URL: `${simulatorsUrl}/sms`,
    SMS_USERNAME: SMS.username,
    SMS_API_KEY: SMS.apiKey,
  };
}
