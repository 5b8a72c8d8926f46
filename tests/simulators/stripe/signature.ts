import { createHmac } from "node:crypto";

/** The `Stripe-Signature` of a body: HMAC-SHA256 over `t.body`, keyed with the whole secret as text. `t` is unix seconds. */
export function signatureHeader(body: string, secret: string, t: number): string {
  const v1 = hmac(`${t}.${body}`, secret);
  const v0 = hmac(`${t}.${body}`, "a scheme that nobody is to believe"); // Test mode sends one, to be ignored.
  return `t=${t},v1=${v1},v0=${v0}`;
}

function hmac(text: string, key: string): string {
  return createHmac("sha256", key).update(text).digest("hex");
}
