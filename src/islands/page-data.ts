import type { QuoteView } from "#domain/checkout/schema";
import { PRIVATE, serverApi } from "#lib/server-api";
import { readLinesCookie } from "#worker/cart/forms";

interface Visit {
  readonly request: Request;
  readonly cookies: { get(name: string): { readonly value: string } | undefined };
  readonly response: { readonly headers: Headers };
}

export const FIRST_MARKET = "ke";

/** The market of the cookie; it is only a name until the server has quoted in it. */
export function marketOf({ cookies }: Pick<Visit, "cookies">): string {
  const named = cookies.get("market")?.value ?? "";
  return /^[a-z]{2,16}$/.test(named) ? named : FIRST_MARKET;
}

/** What the cart of a browser without JavaScript costs; `null` where there is none, or no answer. */
export async function quoteOfCookie(visit: Visit): Promise<QuoteView | null> {
  const lines = readLinesCookie(visit.cookies.get("lines")?.value);
  if (lines.length === 0) return null;
  const answer = await serverApi(visit.request).quote({ market: marketOf(visit), lines });
  return answer.ok ? answer.value : null;
}

/** Nobody but this visitor may keep the page, and not even he. */
export const keepPrivate = ({ response }: Pick<Visit, "response">): void =>
  response.headers.set("Cache-Control", PRIVATE);
