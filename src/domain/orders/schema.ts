import { z } from "zod";
import { CURRENCIES } from "#domain/money";
import { orderMoneyView, resultWords } from "#domain/payments/money-schema";
import { GATEWAY_CODES, PAYMENT_STATUSES } from "#domain/payments/names";
import { LOCALES } from "#domain/sentences/locales";
import { FULFILMENT_STATUSES, ORDER_STATUSES, VERIFICATION_STATUSES } from "./names.ts";

const address = z.object({ street: z.string(), region: z.string(), country: z.string(), note: z.string() });

const line = z.object({
  id: z.string(),
  productSlug: z.string(),
  productName: z.string(),
  variantName: z.string(),
  sku: z.string(),
  imageKey: z.string().nullable(),
  quantity: z.int(),
  shipped: z.int(),
  unitMinor: z.int(),
  totalMinor: z.int(),
});

/** One thing that happened. `title` and `more` are finished sentences; `tone` colours the mark. */
export const timelineEntry = z.object({
  id: z.string(),
  at: z.int(),
  kind: z.string(),
  title: z.string(),
  more: z.string(),
  by: z.string(), // "you", "automatic", "Wanjiru Kamau"
  tone: z.enum(["plain", "done", "wait", "fail", "info"]),
});

export const statuses = z.object({
  order: z.enum(ORDER_STATUSES),
  payment: z.enum(PAYMENT_STATUSES),
  fulfilment: z.enum(FULFILMENT_STATUSES),
  verification: z.enum(VERIFICATION_STATUSES),
});

const shipment = z.object({
  id: z.string(),
  carrier: z.string(),
  trackingNumber: z.string(),
  state: z.string(),
  shippedAt: z.int(),
  deliveredAt: z.int().nullable(),
});

/** GET /api/orders/:token: what the holder of the link may see. */
export const orderView = z.object({
  locale: z.enum(LOCALES), // the language of its sentences
  number: z.string(),
  placedAt: z.int(),
  market: z.object({ id: z.string(), timeZone: z.string(), locale: z.string() }),
  currency: z.enum(CURRENCIES),
  statuses,
  cancelReason: z.string().nullable(),
  lines: z.array(line),
  subtotalMinor: z.int(),
  discountMinor: z.int(),
  deliveryMinor: z.int(),
  taxMinor: z.int(),
  taxInclusive: z.boolean(),
  taxName: z.string(),
  totalMinor: z.int(),
  dueMinor: z.int(),
  netMinor: z.int(), // what is here of it, and more where too much came
  contact: z.object({ name: z.string(), email: z.string().nullable(), phone: z.string().nullable() }),
  delivery: z.object({ name: z.string(), kind: z.string(), from: z.int(), by: z.int() }),
  address: address.nullable(),
  payment: z
    .object({
      gateway: z.enum(GATEWAY_CODES),
      methodName: z.string(),
      receipt: z.string().nullable(),
      paidAt: z.int().nullable(),
      phone: z.string().nullable(),
    })
    .nullable(),
  shipments: z.array(shipment),
  timeline: z.array(timelineEntry),
  holdEndsAt: z.int().nullable(),
  paymentUrl: z.string(),
});
export type OrderView = z.infer<typeof orderView>;

/**
 * GET /api/orders/:token/payment: what the waiting page polls.
 * `waiting`: a prompt is out · `redirect`: go on at the provider's page (`continueUrl`, null for the moment it takes to get one) ·
 * `transfer`: send money from a bank · `part-paid`: some has come, the rest may be paid any way · `checking`: no final answer yet, nothing to do · `paid` · `failed`: nothing was taken, pay again ·
 * `at-the-door`: pay on delivery, nothing to do now · `cancelled`: the order is
 */
export const paymentView = z.object({
  state: z.enum([
    "waiting",
    "redirect",
    "transfer",
    "part-paid",
    "checking",
    "paid",
    "failed",
    "at-the-door",
    "cancelled",
  ]),
  number: z.string(),
  currency: z.enum(CURRENCIES),
  totalMinor: z.int(),
  dueMinor: z.int(),
  testMode: z.boolean(),
  attempt: z
    .object({
      id: z.string(),
      gateway: z.enum(GATEWAY_CODES),
      methodName: z.string(),
      phone: z.string().nullable(), // E.164
      reference: z.string(),
      amountMinor: z.int(),
      manner: z.enum(["push", "redirect", "transfer", "door"]),
      continueUrl: z.string().nullable(), // the provider's page
      expiresAt: z.int().nullable(), // when that page ends
      declines: z.int(), // how often the provider said no while its page stayed open
      merchantName: z.string(), // the name in the prompt
      promptSecondsLeft: z.int(), // the beads
      againInSeconds: z.int(), // when the button to send again works
      result: resultWords.nullable(),
      resultCode: z.string().nullable(),
      receipt: z.string().nullable(),
    })
    .nullable(),
  methods: z.array(
    z.object({
      code: z.enum(GATEWAY_CODES),
      name: z.string(),
      hint: z.string(),
      asksPhone: z.boolean(),
      button: z.string(),
      manner: z.enum(["push", "redirect", "transfer", "door"]),
    }),
  ),
  /** An attempt that was given up here but can still be paid there (an old link): the page warns of it. */
  oldLink: z.object({ methodName: z.string() }).nullable(),
  /** Whether the code of a payment to the paybill can be typed, and the paybill's number. */
  takesReceipts: z.boolean(),
  paybill: z.string().nullable(),
  holdEndsAt: z.int().nullable(),
  orderUrl: z.string(),
  pollAfterMs: z.int(),
});
export type PaymentView = z.infer<typeof paymentView>;

/** GET /api/staff/orders */
export const staffOrderRow = z.object({
  id: z.string(),
  number: z.string(),
  name: z.string(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  region: z.string(),
  pieces: z.int(),
  statuses,
  methodName: z.string(),
  currency: z.enum(CURRENCIES),
  totalMinor: z.int(),
  placedAt: z.int(),
  next: z.string().nullable(), // what to do next, one word: "Ship", "Take money"
  late: z.boolean(),
});
export type StaffOrderRow = z.infer<typeof staffOrderRow>;

export const staffOrdersView = z.object({
  orders: z.array(staffOrderRow),
  total: z.int(),
  nextCursor: z.string().nullable(),
  counts: z.object({ open: z.int(), toShip: z.int(), waitingForMoney: z.int(), all: z.int(), tasks: z.int() }),
});

/** GET /api/staff/orders/:id */
export const staffOrderView = orderView.extend({
  id: z.string(),
  attempts: z.array(
    z.object({
      id: z.string(),
      reference: z.string(),
      gateway: z.enum(GATEWAY_CODES),
      methodName: z.string(),
      status: z.string(),
      amountMinor: z.int(),
      phone: z.string().nullable(),
      receipt: z.string().nullable(),
      providerReference: z.string().nullable(),
      result: resultWords.nullable(),
      createdAt: z.int(),
    }),
  ),
  actions: z.array(z.enum(["ship", "record-money", "deliver", "refuse"])), // drawn from what is allowed, the first is the next one
  openTasks: z.array(z.object({ id: z.string(), kind: z.string(), detail: z.string() })),
  money: orderMoneyView,
});
export type StaffOrderView = z.infer<typeof staffOrderView>;

const shipLine = z.strictObject({ lineId: z.string(), quantity: z.int().min(1).max(1000) });
/** POST /api/staff/orders/:id/shipments; without `lines` everything that is left */
export const shipBody = z.strictObject({
  carrier: z.string().trim().min(1, "Who carries it?").max(80),
  trackingNumber: z.string().trim().max(80).default(""),
  lines: z.array(shipLine).min(1).max(100).optional(),
  note: z.string().trim().max(300, "At most 300 characters.").default(""),
});
const note = z.string().trim().max(300, "At most 300 characters.").default("");
/** POST /api/staff/orders/:id/delivery and …/refusal: a word for the timeline, if there is one to say */
export const noteBody = z.strictObject({ note });
/** POST /api/staff/orders/:id/receipts: cash taken at the door or the counter */
export const receiptBody = z.strictObject({
  amountMinor: z.int().min(1, "How much was taken?").max(100_000_000_000),
  note: z.string().trim().max(200).default(""),
});
