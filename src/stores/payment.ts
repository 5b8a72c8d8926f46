import { atom } from "nanostores";
import type { OrderView, PaymentView } from "#domain/orders/schema";
import { api, type PayAgainBody } from "#lib/api";
import type { Problem } from "#lib/problems";
import { newKey } from "#stores/checkout";
import { askTransfer } from "#stores/transfer";

/** What the server last said of this payment, and when it said it: the seconds left count from then. */
export const $payment = atom<{ readonly view: PaymentView; readonly heardAt: number } | null>(null);
export const $order = atom<OrderView | null>(null);
/** Set while answers fail to come; the page goes on asking. */
export const $silent = atom(false);
export const $refusal = atom<Problem | null>(null);
export const $asking = atom(false);

const SLOWEST_MS = 30_000;

/** States in which nothing more happens by itself. */
const isFinal = ({ state }: PaymentView): boolean =>
  state === "paid" || state === "cancelled" || state === "at-the-door";

/** Nothing about the order can change any more, as far as the shopper is concerned. */
export const isFinished = ({ statuses }: OrderView): boolean =>
  statuses.order === "cancelled" ||
  (statuses.fulfilment === "delivered" && statuses.payment !== "checking" && statuses.payment !== "unpaid");

/** Asks once and writes down what came. @returns when to ask again, ms; `null`: no more */
export async function askPayment(token: string): Promise<number | null> {
  const before = $payment.get()?.view;
  const answer = await api.payment(token);
  $silent.set(!answer.ok);
  if (!answer.ok) return answer.problem.status === 404 ? null : (answer.problem.retryAfterSeconds ?? 5) * 1_000;
  $payment.set({ view: answer.value, heardAt: Date.now() });
  const changed = before?.state !== answer.value.state || before.dueMinor !== answer.value.dueMinor;
  if (answer.value.state === "transfer") await askTransfer(token);
  if (changed) await askOrder(token);
  return isFinal(answer.value) ? null : answer.value.pollAfterMs;
}

/** @returns when to ask again, ms; `null`: no more */
export async function askOrder(token: string): Promise<number | null> {
  const answer = await api.order(token);
  $silent.set(!answer.ok);
  if (!answer.ok) return 10_000;
  $order.set(answer.value);
  return isFinished(answer.value) ? null : 5_000;
}

/**
 * Asks again and again while the page is looked at: nothing while it is hidden, at once when it is looked at again.
 * @returns a function that ends it, and one that asks now
 */
export function keepAsking(ask: () => Promise<number | null>, firstMs: number) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let ended = false;
  let busy = false;
  let silences = 0;
  const wait = (ms: number) => {
    clearTimeout(timer);
    if (!ended && !document.hidden) timer = setTimeout(now, ms);
  };
  const now = async (): Promise<void> => {
    if (ended || busy) return;
    busy = true;
    clearTimeout(timer);
    const next = await ask();
    busy = false;
    silences = $silent.get() ? silences + 1 : 0;
    if (next === null) end();
    else wait(silences ? Math.min(next * silences, SLOWEST_MS) : next);
  };
  const look = () => (document.hidden ? clearTimeout(timer) : void now());
  const end = () => {
    ended = true;
    clearTimeout(timer);
    for (const [target, name] of LOOKS()) target.removeEventListener(name, look);
  };
  const LOOKS = () =>
    [
      [document, "visibilitychange"],
      [window, "focus"],
      [window, "online"],
    ] as const;
  for (const [target, name] of LOOKS()) target.addEventListener(name, look);
  wait(firstMs);
  return { end, now };
}

let lastTry: { print: string; key: string } | undefined;

/** Asks for the money again. A double press, or a press after a lost answer, is the same request. @returns whether it was taken */
export async function payAgain(token: string, body: PayAgainBody): Promise<boolean> {
  if ($asking.get()) return false;
  const print = JSON.stringify([$payment.get()?.view.attempt?.id, body]);
  if (lastTry?.print !== print) lastTry = { print, key: newKey() };
  $asking.set(true);
  $refusal.set(null);
  const answer = await api.payAgain(token, body, lastTry.key);
  $asking.set(false);
  if (!answer.ok) $refusal.set(answer.problem);
  return answer.ok;
}

/** What is typed of a payment that was made without us: `asked` is the code we are asking about. */
export const $receipt = atom<{ readonly asked: string; readonly problem: Problem | null; readonly asking: boolean }>({
  asked: "",
  problem: null,
  asking: false,
});

/** Tells the shop of an M-Pesa payment by its code; whether it came is then asked of M-Pesa. @returns whether the code was taken */
export async function claimReceipt(token: string, code: string): Promise<boolean> {
  if ($receipt.get().asking) return false;
  $receipt.set({ asked: "", problem: null, asking: true });
  const answer = await api.claimReceipt(token, code);
  $receipt.set({ asked: answer.ok ? code : "", problem: answer.ok ? null : answer.problem, asking: false });
  return answer.ok;
}
