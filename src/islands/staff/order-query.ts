import { z } from "zod";
import { FULFILMENT_STATUSES, type FulfilmentStatus } from "#domain/orders/names";
import { GATEWAY_CODES, type GatewayCode, PAYMENT_STATUSES, type PaymentStatus } from "#domain/payments/names";
import { CURSOR, DAY, listQuery, SEARCH } from "./list-query.ts";

export const VIEWS = ["open", "to-ship", "waiting", "all"] as const;
export type View = (typeof VIEWS)[number];

/** What the list of orders is narrowed to; `view` is always. */
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

export const {
  read: readQuery,
  write: writeQuery,
  addressOf,
  without,
  isWordy,
} = listQuery<OrderQuery>(
  "/staff/orders",
  {
    view: z.enum(VIEWS),
    method: z.enum(GATEWAY_CODES),
    payment: z.enum(PAYMENT_STATUSES),
    fulfilment: z.enum(FULFILMENT_STATUSES),
    from: DAY,
    to: DAY,
    search: SEARCH,
    cursor: CURSOR,
  },
  { view: "open" },
);
