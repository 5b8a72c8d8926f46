import { type SaidTable, said } from "../said.ts";

export const KHALTI: SaidTable = {
  "user-canceled": said(
    "Umeghairi malipo",
    "Ghairi (Cancel) ilibonyezwa kwenye ukurasa wa Khalti.",
    "Jaribu tena ukiwa tayari, au lipa kwa njia nyingine.",
  ),
  expired: said("Ukurasa wa Khalti umefungwa", "Hubaki wazi kwa saa moja tu.", "Jaribu tena: utapata ukurasa mpya."),
  validation_error: said(
    "Khalti imekataa kurudisha pesa",
    "Huenda hakujabaki kiasi hicho kwenye malipo, au yalitoka benki na Khalti inataka nambari ya pochi.",
    "Rudisha pesa kwa mkono, kwenye ukurasa wa Khalti wa wauzaji.",
  ),
};
