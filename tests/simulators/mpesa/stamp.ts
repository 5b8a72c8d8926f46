/** Daraja writes East Africa Time (UTC+3, no summer time) without an offset. */
const EAT_AHEAD_MS = 3 * 60 * 60 * 1000;

/** `YYYYMMDDHHmmss` in East Africa Time. */
export function stamp(at: Date): string {
  return shifted(at).replaceAll(/\D/g, "").slice(0, 14);
}

/** `YYYY-MM-DD` in East Africa Time: the provider's day. */
export function dayOf(at: Date): string {
  return shifted(at).slice(0, 10);
}

/** `ddMMyyyyHHmmssSSS` in East Africa Time, as in a CheckoutRequestID. */
export function reversedStamp(at: Date): string {
  const digits = shifted(at).replaceAll(/\D/g, "");
  return digits.slice(6, 8) + digits.slice(4, 6) + digits.slice(0, 4) + digits.slice(8, 17);
}

/** The moment a `YYYYMMDDHHmmss` means, or undefined when it is none. */
export function readStamp(text: string): Date | undefined {
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(text);
  if (!parts) return undefined;
  const [, year, month, day, hour, minute, second] = parts;
  const at = new Date(Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`) - EAT_AHEAD_MS);
  return !Number.isNaN(at.getTime()) && stamp(at) === text ? at : undefined;
}

function shifted(at: Date): string {
  return new Date(at.getTime() + EAT_AHEAD_MS).toISOString();
}
