import { atom, map } from "nanostores";
import type { QuoteView } from "#domain/checkout/schema";
import type { Locale } from "#domain/sentences/locales";
import { api, type PlaceOrderBody } from "#lib/api";
import type { Problem } from "#lib/problems";
import { clearCart } from "#stores/cart";

export const FIELDS = [
  "name",
  "email",
  "phone",
  "deliveryMethodId",
  "street",
  "region",
  "note",
  "paymentMethod",
  "paymentPhone",
] as const;
export type FieldName = (typeof FIELDS)[number];
/** What the shopper wrote and chose. A field that was never touched is absent. */
export type Typed = Partial<Record<FieldName, string>>;
export type Errors = Partial<Record<FieldName, string>>;

export const $typed = map<Typed>({});
export const $errors = map<Errors>({});
/** `sending` until an answer comes; `placed` while the browser goes on to the payment. */
export const $placing = atom<"not-yet" | "sending" | "placed">("not-yet");
export const $problem = atom<Problem | null>(null);

const TYPED_KEY = "checkout.typed";
const TRY_KEY = "checkout.try";

/** Writes down a field, for this browser tab only, so that a reload loses nothing. */
export function write(name: FieldName, value: string): void {
  $typed.setKey(name, value);
  if ($errors.get()[name]) $errors.setKey(name, undefined);
  keep(TYPED_KEY, $typed.get());
}

/** What an earlier visit of this tab wrote, and over it what stands in the form already. */
export const restore = (standing: Typed): void => $typed.set({ ...kept<Typed>(TYPED_KEY), ...standing });

/** What is chosen: what was picked where it is still offered, else the first. */
export function chosen(typed: Typed, view: QuoteView) {
  const delivery = view.deliveryMethods.find(({ id }) => id === typed.deliveryMethodId) ?? view.deliveryMethods[0];
  const payment = view.paymentMethods.find(({ code }) => code === typed.paymentMethod) ?? view.paymentMethods[0];
  return {
    delivery,
    payment,
    totals: delivery?.totals ?? view.goods,
    paymentPhone: typed.paymentPhone ?? typed.phone ?? "",
  };
}

/** The body of the order; `null` where nothing can be delivered or paid. */
export function bodyOf(typed: Typed, view: QuoteView): PlaceOrderBody | null {
  const { delivery, payment, paymentPhone } = chosen(typed, view);
  if (!delivery || !payment) return null;
  const said = (name: FieldName): string => typed[name]?.trim() ?? "";
  return {
    quote: view.quote,
    quoteHash: view.quoteHash,
    deliveryMethodId: delivery.id,
    paymentMethod: payment.code,
    ...(payment.asksPhone ? { paymentPhone: paymentPhone.trim() } : {}),
    contact: {
      name: said("name"),
      ...(said("email") ? { email: said("email") } : {}),
      ...(said("phone") ? { phone: said("phone") } : {}),
    },
    ...(delivery.needsAddress
      ? { address: { street: said("street"), region: said("region"), note: said("note") } }
      : {}),
  };
}

/** One try to place one order: the very bytes of its quote and its key, so that a lost answer is asked for and not ordered again. */
interface Try {
  readonly print: string;
  readonly key: string;
  readonly quote: string;
  readonly quoteHash: string;
}

/** The try of these contents: the one that went out before, or a new one. The total counts: another price is another order. */
export function tryOf(body: PlaceOrderBody, view: QuoteView): Try {
  const { quote, quoteHash, ...contents } = body;
  const lines = view.lines.map(({ variantId, quantity }) => [variantId, quantity]);
  const { totals } = chosen({ deliveryMethodId: body.deliveryMethodId }, view);
  const print = JSON.stringify([view.market.id, lines, totals.totalMinor, contents]);
  const before = kept<Try>(TRY_KEY);
  if (before?.print === print) return before as Try;
  const fresh: Try = { print, key: newKey(), quote, quoteHash };
  keep(TRY_KEY, fresh);
  return fresh;
}

/** 128 random bits and more, in letters any header takes. */
export const newKey = (): string => `${crypto.randomUUID()}-${crypto.randomUUID()}`;

export const forgetTry = (): void => keep(TRY_KEY, null);

/** Places the order once, however often it is called meanwhile. The cart empties here and nowhere else. @returns where to pay */
export async function placeOrder(view: QuoteView, locale?: Locale): Promise<string | null> {
  if ($placing.get() !== "not-yet") return null;
  const body = bodyOf($typed.get(), view);
  if (!body) return null;
  $placing.set("sending");
  $problem.set(null);
  const { key, quote, quoteHash } = tryOf(body, view);
  const answer = await api.placeOrder({ ...body, quote, quoteHash, ...(locale && { locale }) }, key);
  if (!answer.ok) {
    if (answer.problem.status >= 400 && answer.problem.status < 500 && answer.problem.status !== 429) forgetTry();
    $placing.set("not-yet");
    $problem.set(answer.problem);
    return null;
  }
  $placing.set("placed");
  forgetTry();
  keep(TYPED_KEY, null);
  clearCart();
  return answer.value.paymentUrl;
}

/** Session storage may be switched off; then a reload forgets, and nothing else changes. */
function keep(key: string, value: unknown): void {
  try {
    if (value === null) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, JSON.stringify(value));
  } catch {}
}

function kept<T>(key: string): Partial<T> | null {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? "null") as Partial<T> | null;
  } catch {
    return null;
  }
}
