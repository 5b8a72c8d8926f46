import { z } from "zod";
import { FULFILMENT_STATUSES, type FulfilmentStatus } from "#domain/orders/names";
import { GATEWAY_CODES, type GatewayCode, PAYMENT_STATUSES, type PaymentStatus } from "#domain/payments/names";

export const VIEWS = ["open", "to-ship", "waiting", "all"] as const;
export type View = (typeof VIEWS)[number];

/** What the list of orders is narrowed to. Only what restricts is there; `view` is always. */
export interface OrderQuery {
  readonly view: View;
  readonly method?: GatewayCode;
  readonly payment?: PaymentStatus;
  readonly fulfilment?: FulfilmentStatus;
  readonly from?: string; // "2026-11-21"
  readonly to?: string;
  readonly search?: string;
  readonly cursor?: string;
}

const day = z.iso.date();
const READERS = {
  view: z.enum(VIEWS),
  method: z.enum(GATEWAY_CODES),
  payment: z.enum(PAYMENT_STATUSES),
  fulfilment: z.enum(FULFILMENT_STATUSES),
  from: day,
  to: day,
  search: z.string().trim().min(1).max(120),
  cursor: z.string().regex(/^\d{1,16}\|ord_[0-9a-f]{32}$/),
};
const NAMES = Object.keys(READERS) as (keyof OrderQuery)[];

/** Reads an address. Whatever it does not understand is left out: an old link still opens the list. */
export function readQuery(params: URLSearchParams): OrderQuery {
  const found = NAMES.flatMap((name) => {
    const read = READERS[name].safeParse(params.get(name) ?? undefined);
    return read.success ? [[name, read.data]] : [];
  });
  return { view: "open", ...Object.fromEntries(found) } as OrderQuery;
}

/** The query as the API takes it, always in the same order. */
export function writeQuery(query: OrderQuery): URLSearchParams {
  const params = new URLSearchParams();
  for (const name of NAMES) if (query[name] !== undefined) params.set(name, query[name]);
  return params;
}

/** The address of the list with this query: the shortest that says the same. */
export function addressOf(query: OrderQuery): string {
  const params = writeQuery(query);
  if (query.view === "open") params.delete("view");
  return params.size > 0 ? `/staff/orders?${params}` : "/staff/orders";
}

/** The same list without one word, from its beginning. */
export function without(query: OrderQuery, name: Exclude<keyof OrderQuery, "view">): OrderQuery {
  const { [name]: _gone, cursor: _cursor, ...rest } = query;
  return rest;
}

/** Whether a form's address holds what need not be said: empty fields, unknown words. */
export const isWordy = (params: URLSearchParams, query: OrderQuery): boolean =>
  new Set(params.keys()).size !== params.size ||
  [...params].some(([name, value]) => query[name as keyof OrderQuery] !== value);
