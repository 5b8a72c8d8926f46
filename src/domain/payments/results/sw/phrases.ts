import { type Said, said } from "../said.ts";

export const ANOTHER_WAY = "Tafadhali chagua njia nyingine ya kulipa.";
export const AGAIN_OR_ANOTHER = "Jaribu tena, au lipa kwa njia nyingine.";
export const BY_HAND = "Rudisha pesa kwa mkono, na uandike nambari ya kumbukumbu.";

/** The request was at fault, or our account. */
export const ourFault = (provider: string): Said =>
  said(`${provider} imekataa malipo`, "Akaunti yetu haijawekwa sawa kwa malipo haya. Tumejulishwa.", ANOTHER_WAY);
