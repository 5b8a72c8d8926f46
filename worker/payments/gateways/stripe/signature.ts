import { createHmac } from "node:crypto";
import { type SecretPair, sameText } from "../../../tokens.ts";
import type { Inbound, Signature } from "../../gateway.ts";

const OLDEST_S = 300;

/**
 * `Stripe-Signature: t=1700000000,v1=<hex>[,v1=<hex>]`: HMAC-SHA256 over `t.body` with the whole secret as text, `whsec_` and all. While
 * a secret is being changed there are two of each. Only age is checked: a clock of theirs that is ahead does no harm.
 */
export function verifySignature({ headers, body }: Inbound, secret: SecretPair, now: number): Signature {
  const parts = (headers.get("stripe-signature") ?? "").split(",").map((part) => part.trim());
  const valuesOf = (name: string) =>
    parts.filter((part) => part.startsWith(`${name}=`)).map((part) => part.slice(name.length + 1));
  const [t = "", ...more] = valuesOf("t");
  if (!/^\d{1,12}$/.test(t) || more.length > 0 || now / 1_000 - Number(t) > OLDEST_S) return "unsigned";
  const given = valuesOf("v1");
  const isSigned = [secret.current, secret.previous]
    .filter((key) => key !== undefined && key !== "")
    .map((key) =>
      createHmac("sha256", key ?? "")
        .update(`${t}.${body}`)
        .digest("hex"),
    )
    .some((right) => given.some((one) => sameText(one, right)));
  return isSigned ? "signed" : "unsigned";
}
