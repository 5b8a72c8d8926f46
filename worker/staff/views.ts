import type { z } from "zod";
import type { listOrders, OrderListRow } from "#db/queries/staff-orders";
import type { StaffOrderRow, staffOrdersView } from "#domain/orders/schema";
import { showPhone } from "#domain/phone";
import type { Deps } from "../deps.ts";

export function orderListView(
  deps: Deps,
  { rows, total, counts }: Awaited<ReturnType<typeof listOrders>>,
  page: number,
): z.infer<typeof staffOrdersView> {
  const shown = rows.slice(0, page);
  const last = shown.at(-1);
  return {
    orders: shown.map((row) => rowView(deps, row)),
    total,
    counts,
    nextCursor: rows.length > page && last ? `${last.createdAt}|${last.id}` : null,
  };
}

function rowView(deps: Deps, row: OrderListRow): StaffOrderRow {
  return {
    id: row.id,
    number: row.number,
    name: row.name,
    email: row.email,
    phone: row.phone && showPhone(row.phone),
    region: row.region,
    pieces: row.pieces,
    statuses: {
      order: row.orderStatus,
      payment: row.paymentStatus,
      fulfilment: row.fulfilmentStatus,
      verification: row.verificationStatus,
    },
    methodName: row.gateway ? (deps.gateways.get(row.gateway)?.words.name ?? row.gateway) : "",
    currency: row.currency,
    totalMinor: row.totalMinor,
    placedAt: row.createdAt,
    next: nextStep(row),
    late:
      row.orderStatus === "placed" &&
      ["unfulfilled", "partial"].includes(row.fulfilmentStatus) &&
      row.deliveryBy < deps.now(),
  };
}

/** One word for what is to be done next; `null` when it is the shopper's turn or nothing is left. */
function nextStep({ orderStatus, paymentStatus, fulfilmentStatus, gateway }: OrderListRow): string | null {
  if (orderStatus !== "placed") return null;
  const goodsHere = fulfilmentStatus === "unfulfilled" || fulfilmentStatus === "partial";
  if (goodsHere && (paymentStatus === "paid" || paymentStatus === "overpaid" || gateway === "on-delivery"))
    return "Ship";
  if (!goodsHere && gateway === "on-delivery" && paymentStatus === "unpaid") return "Take money";
  if (fulfilmentStatus === "shipped") return "Deliver";
  return null;
}
