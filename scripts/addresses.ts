import { parseArgs } from "node:util";
import { makeToken } from "#worker/tokens";
import { applicationId } from "#worker/webhooks/application";

/**
 * `npm run addresses`: the addresses to type into the providers' portals, made from SHOP_URL, CALLBACK_SECRET and the accounts in the
 * environment. Nothing is sent anywhere.
 */
parseArgs({ options: {} });
const need = (name: string): string => {
  const value = process.env[name]?.trim();
  if (value) return value.replace(/\/$/, "");
  console.error(`Set ${name} first.`);
  process.exit(1);
};
const shopUrl = need("SHOP_URL");
const secret = { current: need("CALLBACK_SECRET"), previous: undefined };
const application = (code: "airtel" | "mpesa", account: string): string =>
  makeToken(secret, "application", applicationId({ code, account }));

const lines = [
  ["Stripe, webhook endpoint", `${shopUrl}/webhooks/st`],
  ["PayPal, webhook", `${shopUrl}/webhooks/pp`],
];
const { AIRTEL_ACCOUNT, MPESA_SHORT_CODE } = process.env;
if (AIRTEL_ACCOUNT)
  lines.push(["Airtel Money, callback", `${shopUrl}/webhooks/am/${application("airtel", AIRTEL_ACCOUNT)}`]);
if (MPESA_SHORT_CODE) {
  const paybill = `${shopUrl}/webhooks/mk/${application("mpesa", MPESA_SHORT_CODE)}`;
  lines.push(
    ["M-Pesa, C2B validation", `${paybill}/validation`],
    ["M-Pesa, C2B confirmation", `${paybill}/confirmation`],
  );
}
for (const [what, address] of lines) console.log(`${what}\n  ${address}`);
