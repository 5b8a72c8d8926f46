/** The languages in which the shop speaks to its shoppers. */
export const LOCALES = ["en", "sw", "ne"] as const;
export type Locale = (typeof LOCALES)[number];

/** Each by its own name, for those who read no other. */
export const LOCALE_NAMES: Readonly<Record<Locale, string>> = { en: "English", sw: "Kiswahili", ne: "नेपाली" };

/** How days, clocks and numbers are written. Digits are the same in all three: they are copied into phones and bank forms. */
export const INTL: Readonly<Record<Locale, string>> = { en: "en-GB", sw: "sw-KE", ne: "ne-NP-u-nu-latn" };

/** The cookie that remembers a shopper's choice. */
export const LANGUAGE_COOKIE = "lang";

/** The language of a tag or of a list as browsers send it ("ne-NP,ne;q=0.9,en;q=0.8"); `null` when we speak none of them. */
export function localeOf(said: string | null | undefined): Locale | null {
  const wishes = (said ?? "")
    .slice(0, 200)
    .split(",")
    .map((wish) => {
      const [tag = "", ...more] = wish.trim().toLowerCase().split(";");
      const weight = more.map((one) => /^\s*q=([\d.]+)\s*$/.exec(one)?.[1]).find((q) => q !== undefined);
      return { language: tag.split(/[-_]/)[0], weight: weight === undefined ? 1 : Number(weight) };
    })
    .filter(({ weight }) => weight > 0)
    .sort((one, other) => other.weight - one.weight);
  for (const { language } of wishes) {
    const spoken = LOCALES.find((locale) => locale === language);
    if (spoken) return spoken;
  }
  return null;
}

/** The first of these that is a language of ours, else English. */
export const firstLocale = (...said: readonly (string | null | undefined)[]): Locale =>
  said.map(localeOf).find((locale) => locale !== null) ?? "en";
