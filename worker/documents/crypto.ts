import type { SecretPair } from "../tokens.ts";

const FORMAT = 1; // of a wrapped key and of a sealed file: version, iv, ciphertext with its tag
const IV_BYTES = 12;
type Bytes = Uint8Array<ArrayBuffer>;

/** A new key for one person's documents, wrapped: as it is stored. */
export async function newDocumentKey(secret: SecretPair, owner: string): Promise<string> {
  return wrap(secret.current, owner, crypto.getRandomValues(new Uint8Array(32)));
}

/** A person's key as it can be used. `rewrapped`: as it should be stored from now on, when the secret has been changed since. */
export interface DocumentKey {
  readonly key: CryptoKey;
  readonly rewrapped: string | null;
}

/** `null` when neither the present secret nor the one before it opens it. */
export async function unwrapKey(secret: SecretPair, owner: string, wrapped: string): Promise<DocumentKey | null> {
  const sealed = new Uint8Array(Buffer.from(wrapped, "base64url"));
  for (const [at, text] of [secret.current, secret.previous].entries()) {
    if (!text) continue;
    const raw = await openBytes(await wrappingKey(text), owner, sealed).catch(() => null);
    if (raw === null) continue;
    const key = await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);
    return { key, rewrapped: at === 0 ? null : await wrap(secret.current, owner, raw) };
  }
  return null;
}

/** AES-256-GCM. The document's id is authenticated with it: an object put in another's place does not open. */
export async function sealBytes(key: CryptoKey, id: string, bytes: Uint8Array): Promise<Bytes> {
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const ciphertext = new Uint8Array(await crypto.subtle.encrypt(algorithm(iv, id), key, new Uint8Array(bytes)));
  const sealed = new Uint8Array(1 + IV_BYTES + ciphertext.length);
  sealed[0] = FORMAT;
  sealed.set(iv, 1);
  sealed.set(ciphertext, 1 + IV_BYTES);
  return sealed;
}

/** @throws when the key, the id or a single bit is not the one it was sealed with */
export async function openBytes(key: CryptoKey, id: string, sealed: Bytes): Promise<Bytes> {
  if (sealed[0] !== FORMAT) throw new Error("not a sealed document");
  const iv = sealed.slice(1, 1 + IV_BYTES);
  return new Uint8Array(await crypto.subtle.decrypt(algorithm(iv, id), key, sealed.slice(1 + IV_BYTES)));
}

const algorithm = (iv: Bytes, id: string) => ({ name: "AES-GCM", iv, additionalData: utf8(id) });

async function wrap(secret: string, owner: string, raw: Bytes): Promise<string> {
  return Buffer.from(await sealBytes(await wrappingKey(secret), owner, raw)).toString("base64url");
}

async function wrappingKey(secret: string): Promise<CryptoKey> {
  const material = await crypto.subtle.importKey("raw", utf8(secret), "HKDF", false, ["deriveKey"]);
  return crypto.subtle.deriveKey(
    { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(0), info: utf8("document keys") },
    material,
    { name: "AES-GCM", length: 256 },
    false,
    ["encrypt", "decrypt"],
  );
}

const utf8 = (text: string): Bytes => new Uint8Array(new TextEncoder().encode(text));
