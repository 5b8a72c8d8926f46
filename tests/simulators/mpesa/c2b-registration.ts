import { MPESA } from "../credentials.ts";
import { unfitAddress } from "./address.ts";
import type { MpesaSettings } from "./settings.ts";

/** Where the paybill tells the shop of payments. */
export interface Registration {
  /** 1 hashes the payer's number, 2 masks it. */
  readonly version: 1 | 2;
  /** What a silent validation means. */
  readonly responseType: "Completed" | "Cancelled";
  readonly confirmationUrl: string;
  readonly validationUrl: string;
}

/** Reads a RegisterURL body, or names the field that is wrong. */
export function readRegistration(
  body: Record<string, unknown>,
  version: 1 | 2,
  settings: MpesaSettings,
): Registration | { field: string; hint?: string } {
  const { ShortCode: shortcode, ResponseType: responseType, ConfirmationURL, ValidationURL } = body;
  if (String(shortcode) !== MPESA.shortcode) return { field: "ShortCode" };
  if (responseType !== "Completed" && responseType !== "Cancelled") return { field: "ResponseType" };
  for (const [field, url] of Object.entries({ ConfirmationURL, ValidationURL })) {
    if (typeof url !== "string") return { field };
    const hint = unfitAddress(url, settings);
    if (hint) return { field, hint };
  }
  return {
    version,
    responseType,
    confirmationUrl: String(ConfirmationURL),
    validationUrl: String(ValidationURL),
  };
}
