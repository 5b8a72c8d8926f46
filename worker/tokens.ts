import { createHmac, timingSafeEqual } from "node:crypto";

/** A named secret and, while it is being changed, the one before it. */
export interface SecretPair {
  readonly current: string;
  readonly previous: string | undefined;
}

/** What a token opens. The purpose is in the MAC: a token for one never opens the other. */
export type TokenPurpose = "order" | "callback" | "back" | "application" | "refund" | "inquiry";

const VERSION = "1";
const macOf = (secret: string, purpose: TokenPurpose, id: string, version: string): string =>
  createHmac("sha256", secret).update(`${purpose}‖${id}‖${version}`).digest("hex");

/** `id.version.mac`, derived and never stored: a mail sent again carries the same link, and a stolen database opens nothing. */
export const makeToken = (secret: SecretPair, purpose: TokenPurpose, id: string): string =>
  `${id}.${VERSION}.${macOf(secret.current, purpose, id, VERSION)}`;

/** The id a token speaks for, or `null`. Compared in constant time, with the present secret and the one before it. */
export function readToken(secret: SecretPair, purpose: TokenPurpose, token: string): string | null {
  const match = /^([a-z]{3}_[0-9a-f]{32})\.(\d{1,4})\.([0-9a-f]{64})$/.exec(token);
  if (!match) return null;
  const [, id = "", version = "", mac = ""] = match;
  const fits = [secret.current, secret.previous].some(
    (key) => key !== undefined && key !== "" && sameText(macOf(key, purpose, id, version), mac),
  );
  return fits ? id : null;
}

export const sign = (secret: string, purpose: string, text: string): string =>
  createHmac("sha256", secret).update(`${purpose}‖${text}`).digest("hex");

export const sameText = (a: string, b: string): boolean => {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
};
