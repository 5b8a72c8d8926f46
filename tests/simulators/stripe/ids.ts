import { randomBytes } from "node:crypto";

const SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** `pi_3QxyZ…`: a prefix and as many signs as real ones have. */
export function newId(prefix: string, length = 24): string {
  const signs = Array.from(randomBytes(length), (byte) => SIGNS[byte % SIGNS.length]);
  return `${prefix}_${signs.join("")}`;
}

/** Whole seconds, as every time of Stripe's is. */
export function unix(at: Date): number {
  return Math.floor(at.getTime() / 1000);
}
