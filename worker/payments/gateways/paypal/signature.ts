import { createVerify, type X509Certificate } from "node:crypto";
import { crc32 } from "node:zlib";
import type { PaypalConfig } from "../../../config.ts";
import type { Http } from "../../../http.ts";
import type { Inbound, Signature } from "../../gateway.ts";
import { certificateAt } from "./certificates.ts";

const OLDEST_MS = 4 * 24 * 60 * 60_000; // PayPal sends an event for three days

/**
 * Checks an event without asking PayPal: RSA over `transmission id|time|webhook id|CRC-32 of the body`. The webhook id is the configured
 * one, so that another app's events do not fit. Everything that costs nothing is looked at before the certificate is fetched.
 */
export async function verifySignature(
  { headers, body }: Inbound,
  config: PaypalConfig,
  http: Http,
  scale: number,
): Promise<Signature> {
  const header = (name: string) => headers.get(`paypal-${name}`) ?? "";
  const [id, time, given] = [header("transmission-id"), header("transmission-time"), header("transmission-sig")];
  if (header("auth-algo") !== "SHA256withRSA" || !/^[\w-]{1,100}$/.test(id)) return "unsigned";
  if (!/^[\w:.+-]{1,40}$/.test(time) || !(Date.now() - Date.parse(time) <= OLDEST_MS)) return "unsigned";
  if (!/^[A-Za-z0-9+/]{300,1400}={0,2}$/.test(given)) return "unsigned";
  const found = await certificateAt(header("cert-url"), config, http, scale);
  if (found === "unreachable") return "no-certificate";
  if (found === "none" || !isUsable(found.certificate)) return "unsigned";
  const message = `${id}|${time}|${config.webhookId}|${crc32(body)}`;
  const isSigned = createVerify("RSA-SHA256")
    .update(message)
    .verify(found.certificate.publicKey, Buffer.from(given, "base64"));
  return isSigned ? "signed" : "unsigned";
}

/** Valid today, for signing webhooks, and with a key of the kind that was agreed on. */
function isUsable({ validFrom, validTo, subject, publicKey }: X509Certificate): boolean {
  const now = Date.now();
  const names = subject.split("\n").filter((part) => part.startsWith("CN="));
  return (
    Date.parse(validFrom) <= now &&
    now < Date.parse(validTo) &&
    names.length === 1 &&
    /^CN=messageverificationcerts\.([a-z0-9-]+\.)*paypal\.com$/.test(names[0] ?? "") &&
    publicKey.asymmetricKeyType === "rsa"
  );
}
