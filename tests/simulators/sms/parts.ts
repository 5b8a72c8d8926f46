/** GSM 03.38: the basic alphabet, and the signs that cost two. Source: 3GPP TS 23.038 §6.2.1. */
const BASIC =
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
const EXTENDED = "^{}\\[~]|€\f";

/** How many texts a message is billed as: 160 signs or 153 a part, with any sign outside GSM 03.38 only 70 or 67. */
export function smsParts(text: string): number {
  let signs = 0;
  for (const sign of text) {
    if (BASIC.includes(sign)) signs += 1;
    else if (EXTENDED.includes(sign)) signs += 2;
    else return text.length <= 70 ? 1 : Math.ceil(text.length / 67);
  }
  return signs <= 160 ? 1 : Math.ceil(signs / 153);
}
