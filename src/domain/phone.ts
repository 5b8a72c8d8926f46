import { parsePhoneNumberFromString } from "libphonenumber-js/min";

/** "+254712345678", or a sentence that says what is wrong. Spaces, 07…, 254…, 00254… and +254… are all fine; foreign numbers are kept foreign. */
export function readPhone(typed: string, country: string): { e164: string } | { problem: string } {
  if (/[a-z]/i.test(typed)) return { problem: "A phone number has no letters in it." };
  const example = country === "NP" ? "981 2345678" : "0712 345 678";
  const compact = typed.replace(/[\s().-]/g, "");
  const bareInternational = country === "KE" && /^254\d{9}$/.test(compact) ? `+${compact}` : typed;
  const dialled = /^00[1-9]/.test(compact) ? `+${compact.slice(2)}` : bareInternational;
  const parsed = parsePhoneNumberFromString(dialled, country === "NP" ? "NP" : "KE");
  if (!parsed?.isValid()) {
    const digits = compact.replace(/\D/g, "").length;
    if (country !== "NP" && /^0[17]/.test(compact) && digits !== 10) {
      const off = Math.abs(10 - digits);
      return {
        problem: `This number is ${off === 1 ? "one digit" : `${off} digits`} too ${digits < 10 ? "short" : "long"}. It should look like ${example}.`,
      };
    }
    return { problem: `We cannot read this number. It should look like ${example}.` };
  }
  return { e164: parsed.number };
}

declare const wire: unique symbol;
/** A number as one provider writes it; a type of its own, so that no other provider is ever given it. */
export type WireNumber<Provider extends string> = string & { readonly [wire]: Provider };

const KENYAN_MOBILE = /^\+254[17]\d{8}$/; // ranges change, so only the shape is looked at

/** Kenyan lines M-Pesa can prompt, in Daraja's form "254712345678". */
export function toMpesaNumber(e164: string): WireNumber<"mpesa"> | null {
  return KENYAN_MOBILE.test(e164) ? (e164.slice(1) as WireNumber<"mpesa">) : null;
}

/** Kenyan lines Airtel can prompt, in its national form "733123456". */
export function toAirtelNumber(e164: string): WireNumber<"airtel"> | null {
  return KENYAN_MOBILE.test(e164) ? (e164.slice(4) as WireNumber<"airtel">) : null;
}

/** "0712 345 678" for Kenyan lines, the international form for all others. */
export function showPhone(e164: string): string {
  const kenyan = /^\+254(\d{3})(\d{3})(\d{3})$/.exec(e164);
  return kenyan ? `0${kenyan[1]} ${kenyan[2]} ${kenyan[3]}` : e164;
}

/** "0712 ··· 678": for papers that others may see. */
export const maskPhone = (e164: string): string => {
  const shown = showPhone(e164);
  return `${shown.slice(0, 4)} ··· ${shown.slice(-3)}`;
};
