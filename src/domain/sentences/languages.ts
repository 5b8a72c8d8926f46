import { en } from "./en.ts";
import type { Locale } from "./locales.ts";
import { ne } from "./ne.ts";
import { sw } from "./sw.ts";

/** Mails, SMS and timelines of one language: the keys of the English ones. */
export type Sentences = typeof en;

const ALL: Readonly<Record<Locale, Sentences>> = { en, sw, ne };

export const sentencesOf = (locale: Locale): Sentences => ALL[locale];
