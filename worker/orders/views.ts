import type { OrderBundle, OrderEventRow } from "#db/queries/orders";
import { taxName } from "#domain/checkout/totals";
import { formatMoney, money } from "#domain/money";
import type { OrderView, PaymentView, StaffOrderView } from "#domain/orders/schema";
import { explainResult } from "#domain/payments/results";
import { maskPhone, showPhone } from "#domain/phone";
import { sentencesOf } from "#domain/sentences/languages";
import { firstLocale, type Locale } from "#domain/sentences/locales";
import { waySaid } from "#domain/sentences/ways";
import { TASKS, type TaskKind } from "#domain/tasks";
import type { Deps } from "../deps.ts";
import { takesAmount } from "../payments/gateway.ts";
import { makeToken } from "../tokens.ts";

type Reader = "shopper" | "staff";

export const orderToken = (deps: Deps, orderId: string): string => makeToken(deps.config.linkSecret, "order", orderId);
const methodName = (deps: Deps, code: string, locale: Locale = "en"): string => {
  const gateway = deps.gateways.get(code as "mpesa");
  return gateway ? (waySaid(locale, gateway.code).name ?? gateway.words.name) : code;
};

/** The language a shopper reads: the one wished for on this page, else the one the order was placed in. */
const spokenWith = ({ order }: OrderBundle, wished: Locale | null): Locale => wished ?? firstLocale(order.locale);

/**
 * An order as its reader may see it. A link can be passed on, so its holder sees phones masked in the timeline. Staff read English.
 */
export function orderView(
  deps: Deps,
  bundle: OrderBundle,
  reader: Reader = "shopper",
  wished: Locale | null = null,
): OrderView {
  const { order, lines, attempts, shipments, events, holdEndsAt, netMinor } = bundle;
  const locale = reader === "staff" ? "en" : spokenWith(bundle, wished);
  const shown = attempts.find((attempt) => attempt.status === "captured") ?? attempts[0];
  const due = order.orderStatus === "cancelled" || netMinor >= order.totalMinor ? 0 : order.totalMinor - netMinor;
  return {
    locale,
    number: order.number,
    placedAt: order.createdAt,
    market: { id: order.marketId, timeZone: order.marketTimeZone, locale: order.marketLocale },
    currency: order.currency,
    statuses: {
      order: order.orderStatus,
      payment: order.paymentStatus,
      fulfilment: order.fulfilmentStatus,
      verification: order.verificationStatus,
    },
    cancelReason: order.cancelReason,
    lines: lines.map(({ kind: _kind, ...line }) => line),
    subtotalMinor: order.subtotalMinor,
    discountMinor: order.discountMinor,
    deliveryMinor: order.deliveryMinor,
    taxMinor: order.taxMinor,
    taxInclusive: order.taxInclusive,
    taxName: taxName({ basisPoints: order.taxBasisPoints }),
    totalMinor: order.totalMinor,
    dueMinor: due,
    netMinor,
    contact: { name: order.contactName, email: order.contactEmail, phone: order.contactPhone },
    delivery: { name: order.deliveryName, kind: order.deliveryKind, from: order.deliveryFrom, by: order.deliveryBy },
    address: order.address,
    payment: shown
      ? {
          gateway: shown.gateway,
          methodName: methodName(deps, shown.gateway, locale),
          receipt: shown.receipt,
          paidAt: order.paidAt,
          phone: shown.phone && (reader === "staff" ? showPhone(shown.phone) : maskPhone(shown.phone)),
        }
      : null,
    shipments: [...shipments],
    timeline: events
      .filter(({ kind }) => reader === "staff" || !FOR_STAFF.has(kind))
      .map((event) => timelineEntry(deps, event, reader, locale)),
    holdEndsAt,
    paymentUrl: `/orders/${orderToken(deps, order.id)}/payment`,
  };
}

const TONES = {
  captured: "done",
  shipped: "done",
  delivered: "done",
  reinstated: "done",
  "proof-accepted": "done",
  "proof-sent": "wait",
  "proof-rejected": "fail",
  "prompt-sent": "wait",
  "payment-unknown": "wait",
  "payment-failed": "fail",
  "payment-declined": "fail",
  "payment-pending": "wait",
  "sent-to-provider": "wait",
  refunded: "done",
  "refund-failed": "fail",
  "refund-requested": "info",
  "refund-declined": "fail",
  "goods-found": "done",
  "captured-said": "wait",
  "allocated-said": "wait",
  "returned-said": "wait",
  dispute: "fail",
  "dispute-won": "done",
  cancelled: "fail",
  unfulfillable: "fail",
  refused: "fail",
} as const;

/** What people of the shop say among themselves about money. */
export const FOR_STAFF: ReadonlySet<string> = new Set([
  "refund-requested",
  "refund-approved",
  "refund-declined",
  "captured-said",
  "captured-denied",
  "allocated-said",
  "allocated-denied",
  "returned-said",
  "returned-denied",
  "stray-returned",
  "claim-dismissed",
  "task-done",
]);

function timelineEntry(
  deps: Deps,
  event: OrderEventRow,
  reader: Reader,
  locale: Locale,
): OrderView["timeline"][number] {
  const say = sentencesOf(locale);
  const detail = Object.fromEntries(Object.entries(event.detail).map(([name, value]) => [name, String(value)]));
  const isPayment = event.kind !== "refund-failed"; // a refund has codes of its own
  const result = detail.code && isPayment ? explainResult(detail.gateway ?? "", detail.code, locale) : null;
  const words = say.event[event.kind]?.({
    ...detail,
    ...(detail.phone ? { phone: reader === "staff" ? showPhone(detail.phone) : maskPhone(detail.phone) } : {}),
    ...(detail.amountMinor
      ? { amount: formatMoney(money(Number(detail.amountMinor), (detail.currency ?? "KES") as "KES")) }
      : {}),
    ...(detail.gateway ? { method: say.method[detail.gateway] ?? methodName(deps, detail.gateway) } : {}),
    ...(result ? { title: result.title, why: result.why } : {}),
    ...(detail.task && Object.hasOwn(TASKS, detail.task) ? { title: TASKS[detail.task as TaskKind].title } : {}),
  });
  const [title, plain] = words ?? [event.kind, ""];
  const more = reader === "staff" && detail.note ? [plain, `“${detail.note}”`].filter(Boolean).join(" ") : plain;
  const by =
    event.actor === "shopper"
      ? reader === "shopper"
        ? say.by.you
        : "the shopper"
      : event.actor === "staff"
        ? reader === "staff"
          ? (event.actorName ?? "staff")
          : say.by.shop
        : say.by.automatic;
  return {
    id: event.id,
    at: event.at,
    kind: event.kind,
    title,
    more,
    by,
    tone: TONES[event.kind as keyof typeof TONES] ?? "plain",
  };
}

/** Where the payment of an order stands, for the page that waits for it. */
export function paymentView(deps: Deps, bundle: OrderBundle, wished: Locale | null = null): PaymentView {
  const { order, attempts, holdEndsAt, methods } = bundle;
  const view = orderView(deps, bundle, "shopper", wished);
  const { locale } = view;
  const captured = attempts.find((one) => one.status === "captured");
  const attempt = view.dueMinor === 0 && captured ? captured : attempts[0];
  const gateway = attempt && deps.gateways.get(attempt.gateway);
  const now = deps.now();
  const sentAt = attempt ? (attempt.submittedAt ?? attempt.createdAt) : 0;
  const promptLeft = gateway && attempt ? Math.max(0, Math.ceil((sentAt + gateway.promptMs - now) / 1_000)) : 0;
  const state = stateOf(bundle, gateway?.manner ?? "push", promptLeft, now);
  return {
    state,
    number: order.number,
    currency: order.currency,
    totalMinor: order.totalMinor,
    dueMinor: view.dueMinor,
    testMode: gateway?.mode === "test",
    attempt: attempt
      ? {
          id: attempt.id,
          gateway: attempt.gateway,
          methodName: methodName(deps, attempt.gateway, locale),
          phone: attempt.phone,
          reference: attempt.reference,
          amountMinor: attempt.amountMinor,
          manner: gateway?.manner ?? "push",
          continueUrl: state === "redirect" ? attempt.redirectUrl : null,
          expiresAt: attempt.expiresAt,
          declines: attempt.declines,
          merchantName: gateway?.merchantName ?? "",
          promptSecondsLeft: promptLeft,
          againInSeconds:
            gateway && ["created", "submitted", "unknown"].includes(attempt.status)
              ? Math.max(0, Math.ceil((sentAt + gateway.againMs - now) / 1_000))
              : 0,
          result: attempt.resultCode ? explainResult(attempt.gateway, attempt.resultCode, locale) : null,
          resultCode: attempt.resultCode,
          receipt: attempt.receipt,
        }
      : null,
    methods: methods.flatMap((code) => {
      const offered = deps.gateways.get(code);
      const fits = offered && view.dueMinor > 0 && takesAmount(offered, view.dueMinor, order.currency);
      return offered && fits ? [{ code, ...offered.words, ...waySaid(locale, code), manner: offered.manner }] : [];
    }),
    oldLink: oldLinkOf(deps, bundle, now, locale),
    takesReceipts: view.dueMinor > 0 && takesPaybill(deps, bundle),
    paybill: takesPaybill(deps, bundle) ? (deps.config.mpesa?.shortCode ?? null) : null,
    holdEndsAt,
    orderUrl: `/orders/${orderToken(deps, order.id)}`,
    pollAfterMs: pollAfter(state, attempt?.redirectUrl ?? null),
  };
}

const takesPaybill = (deps: Deps, { methods }: OrderBundle): boolean =>
  deps.config.mpesa?.c2b === true && methods.includes("mpesa");

function pollAfter(state: PaymentView["state"], redirectUrl: string | null): number {
  if (state === "redirect" && !redirectUrl) return 700;
  if (state === "waiting") return 2_000;
  return state === "transfer" ? 15_000 : 5_000; // a bank's statement is read by people
}

/** An attempt that a recorded choice left behind while its page can still take money. */
function oldLinkOf(deps: Deps, { attempts }: OrderBundle, now: number, locale: Locale): PaymentView["oldLink"] {
  const open = attempts.find(
    ({ status, supersededAt, expiresAt, redirectUrl }) =>
      supersededAt !== null &&
      status === "submitted" &&
      redirectUrl !== null &&
      (expiresAt === null || expiresAt > now),
  );
  return open ? { methodName: methodName(deps, open.gateway, locale) } : null;
}

function stateOf(
  { order, attempts }: OrderBundle,
  manner: NonNullable<PaymentView["attempt"]>["manner"],
  promptSecondsLeft: number,
  now: number,
): PaymentView["state"] {
  if (
    order.paidAt !== null &&
    ["paid", "overpaid", "part-refunded", "refunded", "disputed"].includes(order.paymentStatus)
  )
    return "paid";
  if (order.orderStatus === "cancelled") return "cancelled";
  const attempt = attempts[0];
  if (!attempt) return order.totalMinor === 0 ? "paid" : "failed";
  if (attempt.status === "captured") return order.paymentStatus === "part-paid" ? "part-paid" : "checking";
  if (attempt.status === "unknown") return "checking";
  if (attempt.status === "failed" || attempt.status === "expired" || attempt.status === "withdrawn") return "failed";
  if (manner === "door") return "at-the-door";
  if (manner === "transfer") return "transfer";
  if (attempt.pendingAt !== null) return "checking";
  if (manner === "redirect") return attempt.expiresAt !== null && attempt.expiresAt < now ? "checking" : "redirect";
  return promptSecondsLeft > 0 ? "waiting" : "checking";
}

/** An order as staff see it, but for its money (worker/payments/staff/views.ts). */
export function staffOrderView(
  deps: Deps,
  bundle: OrderBundle,
  actions: StaffOrderView["actions"],
): Omit<StaffOrderView, "money"> {
  return {
    ...orderView(deps, bundle, "staff"),
    id: bundle.order.id,
    attempts: bundle.attempts.map((attempt) => ({
      id: attempt.id,
      reference: attempt.reference,
      gateway: attempt.gateway,
      methodName: methodName(deps, attempt.gateway),
      status: attempt.status,
      amountMinor: attempt.amountMinor,
      phone: attempt.phone && showPhone(attempt.phone),
      receipt: attempt.receipt,
      providerReference: attempt.providerReference,
      result: attempt.resultCode ? explainResult(attempt.gateway, attempt.resultCode) : null,
      createdAt: attempt.createdAt,
    })),
    actions,
    openTasks: [...bundle.tasks],
  };
}
