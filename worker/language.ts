import type { Context } from "hono";
import { getCookie } from "hono/cookie";
import { LANGUAGE_COOKIE, type Locale, localeOf } from "#domain/sentences/locales";

/** The language this browser chose on a page of ours; `null` where it chose none. */
export const languageWished = (c: Context): Locale | null => localeOf(getCookie(c, LANGUAGE_COOKIE));
