import { constants, publicEncrypt, randomBytes } from "node:crypto";
import { z } from "zod";
import type { Answer } from "../../http.ts";
import { parseJson } from "./answers.ts";

/** The public key that requests are signed for, and until when it may be used, unix ms. */
export interface SigningKey {
  readonly pem: string;
  readonly until: number;
}

const LONGEST_USE_MS = 60 * 60_000; // Airtel may change the key before its own date

const keyReply = z.object({
  data: z.object({
    key: z.string().regex(/^[A-Za-z0-9+/]{64,2000}={0,2}$/),
    valid_upto: z.unknown().optional(),
  }),
});

/** Airtel's answer about its key: base64 of a bare SubjectPublicKeyInfo. `null` when it is none. */
export function readSigningKey(reply: Answer, now: number): SigningKey | null {
  const read = keyReply.safeParse(parseJson(reply.text));
  if (reply.status !== 200 || !read.success) return null;
  const { key, valid_upto } = read.data.data;
  const ends = typeof valid_upto === "string" || typeof valid_upto === "number" ? new Date(valid_upto).getTime() : now;
  const until = ends > now ? Math.min(ends, now + LONGEST_USE_MS) : now + LONGEST_USE_MS;
  return { pem: `-----BEGIN PUBLIC KEY-----\n${key.match(/.{1,64}/g)?.join("\n")}\n-----END PUBLIC KEY-----\n`, until };
}

/**
 * The two headers that sign a body: the body under an AES key used once, and that key under Airtel's. The body must then be sent as these
 * very bytes. @throws {Error} when the key is none
 */
export async function signatureOf(body: string, pem: string): Promise<{ "x-signature": string; "x-key": string }> {
  const [secret, iv] = [randomBytes(32), randomBytes(16)];
  const key = await crypto.subtle.importKey("raw", secret, "AES-CBC", false, ["encrypt"]);
  const encrypted = await crypto.subtle.encrypt({ name: "AES-CBC", iv }, key, Buffer.from(body));
  const both = Buffer.from(`${secret.toString("base64")}:${iv.toString("base64")}`);
  return {
    "x-signature": Buffer.from(encrypted).toString("base64"),
    // Airtel refuses OAEP; and workerd takes the key as text alone.
    "x-key": publicEncrypt({ key: pem, padding: constants.RSA_PKCS1_PADDING }, both).toString("base64"),
  };
}
