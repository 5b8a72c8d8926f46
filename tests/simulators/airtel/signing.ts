import {
  constants,
  createDecipheriv,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  privateDecrypt,
} from "node:crypto";

/** The pair whose public half merchants encrypt with. `privateKey` is PEM. */
export interface SigningKey {
  readonly keyId: string;
  readonly privateKey: string;
  /** ISO time. */
  readonly validUpto: string;
}

const KEY_LIFE_MS = 30 * 24 * 60 * 60 * 1000;

export function newSigningKey(now: Date): SigningKey {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 1024 });
  return {
    keyId: String(now.getTime()),
    privateKey: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    validUpto: new Date(now.getTime() + KEY_LIFE_MS).toISOString(),
  };
}

/** Base64 of the bare DER, as Airtel hands it out. */
export function publicHalf({ privateKey }: SigningKey): string {
  return createPublicKey(createPrivateKey(privateKey)).export({ type: "spki", format: "der" }).toString("base64");
}

/** Whether `x-key` and `x-signature` are of exactly this body: a one-time AES key under RSA, and the body under that. */
export function isSigned(body: string, signature: string, encryptedKey: string, { privateKey }: SigningKey): boolean {
  try {
    const padding = constants.RSA_PKCS1_PADDING;
    const secret = privateDecrypt({ key: privateKey, padding }, Buffer.from(encryptedKey, "base64")).toString();
    const [key = "", iv = ""] = secret.split(":");
    const decipher = createDecipheriv("aes-256-cbc", Buffer.from(key, "base64"), Buffer.from(iv, "base64"));
    const plain = Buffer.concat([decipher.update(Buffer.from(signature, "base64")), decipher.final()]);
    return plain.toString() === body;
  } catch {
    return false;
  }
}
