import { createPrivateKey, createSign, createVerify, randomUUID, X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { crc32 } from "node:zlib";
import { PAYPAL } from "../credentials.ts";
import { stamp } from "./ids.ts";

const own = (name: string) => readFileSync(new URL(name, import.meta.url), "utf8");
const certificate = new X509Certificate(own("simulator-only.cert.pem"));
const key = createPrivateKey(own("simulator-only.key.pem"));

export const CERTIFICATE = { id: "CERT-360caa42-5a1f4be0-simulator", pem: certificate.toString() } as const;
export const certificatePath = `/paypal/v1/notifications/certs/${CERTIFICATE.id}`;
const ALGORITHM = "SHA256withRSA";

export interface Transmission {
  readonly id: string;
  /** ISO time, to the second. */
  readonly time: string;
  readonly webhookId: string;
}

/** What is signed: `id|time|webhook id|crc32 of the body in decimal`. */
export function signedMessage({ id, time, webhookId }: Transmission, body: string): string {
  return [id, time, webhookId, crc32(body)].join("|");
}

/** The headers of a webhook with this body. The certificate is served under `origin`. */
export function transmissionHeaders(
  body: string,
  { origin, at, webhookId = PAYPAL.webhookId }: { origin: string; at: Date; webhookId?: string | undefined },
): Record<string, string> {
  const transmission = { id: randomUUID(), time: stamp(at), webhookId };
  return {
    "User-Agent": "PayPal/AUHD-1.0-1",
    "PAYPAL-TRANSMISSION-ID": transmission.id,
    "PAYPAL-TRANSMISSION-TIME": transmission.time,
    "PAYPAL-TRANSMISSION-SIG": createSign("RSA-SHA256").update(signedMessage(transmission, body)).sign(key, "base64"),
    "PAYPAL-CERT-URL": origin + certificatePath,
    "PAYPAL-AUTH-ALGO": ALGORITHM,
    "PAYPAL-AUTH-VERSION": "v2",
  };
}

/** Whether the simulator itself signed this body so. */
export function isOwnSignature(
  transmission: Transmission,
  algorithm: string,
  signature: string,
  body: string,
): boolean {
  if (algorithm !== ALGORITHM) return false;
  return createVerify("RSA-SHA256")
    .update(signedMessage(transmission, body))
    .verify(certificate.publicKey, signature, "base64");
}
