import { randomBytes } from "node:crypto";

const SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

/** `5O190127TN364715T`: orders, captures, refunds. */
export function newId(length = 17): string {
  return Array.from(randomBytes(length), (byte) => SIGNS[byte % SIGNS.length]).join("");
}

/** `WH-58D329510W468432D-8HN650336L201105X` */
export const newEventId = (): string => `WH-${newId()}-${newId()}`;

/** `90957fca61718` */
export const newDebugId = (): string => randomBytes(7).toString("hex").slice(1);

/** To the second, as PayPal writes times. */
export function stamp(at: Date): string {
  return at.toISOString().replace(/\.\d+Z$/, "Z");
}
