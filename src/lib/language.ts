import { LANGUAGE_COOKIE, type Locale, localeOf } from "#domain/sentences/locales";

interface Visit {
  readonly request: Request;
  readonly cookies: { get(name: string): { readonly value: string } | undefined };
  readonly response: { readonly headers: Headers };
}

const YEAR_SECONDS = 31_536_000;

const askedFor = (request: Request): Locale | null => localeOf(new URL(request.url).searchParams.get("lang"));

/** The language this visitor wishes to read: `?lang=` chooses it, and a cookie remembers; `null` where none was ever chosen. */
export function languageOf({ request, cookies, response }: Visit): Locale | null {
  const chosen = askedFor(request);
  if (chosen) {
    const cookie = `${LANGUAGE_COOKIE}=${chosen}; Path=/; Max-Age=${YEAR_SECONDS}; SameSite=Lax`;
    response.headers.append("Set-Cookie", cookie);
  }
  return chosen ?? localeOf(cookies.get(LANGUAGE_COOKIE)?.value);
}

/** The visitor's cookies as they will be once the page has answered: with the language it asks for. */
export function cookiesOf(request: Request): string | null {
  const sent = request.headers.get("Cookie");
  const chosen = askedFor(request);
  if (!chosen) return sent;
  const others = (sent ?? "").split(/;\s*/).filter((one) => one !== "" && !one.startsWith(`${LANGUAGE_COOKIE}=`));
  return [...others, `${LANGUAGE_COOKIE}=${chosen}`].join("; ");
}
