import type { GatewayCode } from "./names.ts";

/** Providers whose references have capitals and small letters that differ. */
const AS_TYPED: readonly GatewayCode[] = ["stripe", "khalti"];

/** A reference as a person typed it, written in one way, so that the same one typed twice is the same. */
export const normalReference = (gateway: GatewayCode, typed: string): string => {
  const text = typed.normalize("NFKC").trim().replace(/\s+/g, " ");
  return AS_TYPED.includes(gateway) ? text : text.toUpperCase();
};
