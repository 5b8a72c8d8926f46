/** What the cloth says: a sentence, its language and its meaning. */
export interface Proverb {
  readonly lang: "sw" | "ne";
  readonly text: string;
  readonly meaning: string;
}

const PROVERBS: readonly Proverb[] = [
  {
    lang: "sw",
    text: "Chema chajiuza, kibaya chajitembeza",
    meaning: "A good thing sells itself; a poor one has to walk about",
  },
  { lang: "sw", text: "Haba na haba hujaza kibaba", meaning: "Little by little fills the measure" },
  { lang: "sw", text: "Mgeni njoo, mwenyeji apone", meaning: "Come, guest, that the host may be well" },
  { lang: "sw", text: "Haraka haraka haina baraka", meaning: "Hurry, hurry has no blessing" },
  { lang: "sw", text: "Penye nia pana njia", meaning: "Where there is a will there is a way" },
  { lang: "sw", text: "Subira huvuta heri", meaning: "Patience draws good fortune" },
];

/** The sentence of a page: always the same one for the same address. */
export function proverbOf(path: string): Proverb {
  let sum = 0;
  for (const letter of path.slice(1)) sum = (sum * 31 + letter.charCodeAt(0)) % 9_973;
  return PROVERBS[sum % PROVERBS.length] as Proverb;
}
