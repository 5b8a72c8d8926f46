import { describe, expect, test } from "vitest";
import {
  allowedFulfilmentEvents,
  FULFILMENT_TRANSITIONS,
  type FulfilmentEvent,
  nextFulfilmentStatus,
} from "#domain/fulfilment/transitions";
import { ACTORS, FULFILMENT_STATUSES, ORDER_STATUSES } from "#domain/orders/names";
import { allowedOrderEvents, nextOrderStatus, ORDER_TRANSITIONS, type OrderEvent } from "#domain/orders/transitions";
import { ATTEMPT_STATUSES } from "#domain/payments/names";
import { ATTEMPT_TRANSITIONS, isOpen } from "#domain/payments/transitions";

/** The whole life of an order, written down a second time: from, event, actor → to. Every cell that is not here is refused. */
const ORDER_CELLS: Record<string, string> = {
  "placed complete system": "completed",
  "placed cancel shopper": "cancelled",
  "placed cancel staff": "cancelled",
  "placed cancel system": "cancelled",
  "cancelled reinstate system": "placed",
};
const GOODS_CELLS: Record<string, string> = {
  "unfulfilled ship-part staff": "partial",
  "unfulfilled ship staff": "shipped",
  "partial ship staff": "shipped",
  "shipped deliver staff": "delivered",
  "shipped deliver system": "delivered",
  "partial return staff": "returned",
  "shipped return staff": "returned",
  "delivered return staff": "returned",
};

describe("an order", () => {
  const events = Object.keys(ORDER_TRANSITIONS) as OrderEvent[];
  const cells = ORDER_STATUSES.flatMap((from) =>
    events.flatMap((event) => ACTORS.map((actor) => ({ from, event, actor }))),
  );

  test.each(cells)("that is $from: $event by $actor", ({ from, event, actor }) => {
    const to = ORDER_CELLS[`${from} ${event} ${actor}`];
    expect(allowedOrderEvents(from, actor).includes(event)).toBe(to !== undefined);
    if (to) expect(nextOrderStatus(from, event, actor)).toBe(to);
    else
      expect(() => nextOrderStatus(from, event, actor)).toThrow(
        expect.objectContaining({
          code: "transition-not-allowed",
          extensions: expect.objectContaining({ order: from }),
        }),
      );
  });
});

describe("its goods", () => {
  const events = Object.keys(FULFILMENT_TRANSITIONS) as FulfilmentEvent[];
  const cells = FULFILMENT_STATUSES.flatMap((from) =>
    events.flatMap((event) => ACTORS.map((actor) => ({ from, event, actor }))),
  );

  test.each(cells)("that are $from: $event by $actor", ({ from, event, actor }) => {
    const to = GOODS_CELLS[`${from} ${event} ${actor}`];
    expect(allowedFulfilmentEvents(from, actor).includes(event)).toBe(to !== undefined);
    if (to) expect(nextFulfilmentStatus(from, event, actor)).toBe(to);
    else
      expect(() => nextFulfilmentStatus(from, event, actor)).toThrow(
        expect.objectContaining({
          code: "transition-not-allowed",
          extensions: expect.objectContaining({ fulfilment: from, allowed: allowedFulfilmentEvents(from, actor) }),
        }),
      );
  });
});

describe("an attempt", () => {
  const allowed = new Set([
    "created submitted",
    "created failed",
    "created withdrawn",
    "created captured",
    "submitted unknown",
    "submitted captured",
    "submitted failed",
    "submitted expired",
    "submitted withdrawn",
    "unknown captured",
    "unknown failed",
    "unknown expired",
    "failed captured",
    "expired captured",
    "withdrawn captured",
  ]);
  const cells = ATTEMPT_STATUSES.flatMap((from) => ATTEMPT_STATUSES.map((to) => ({ from, to })));

  test.each(cells)("from $from to $to", ({ from, to }) => {
    expect(ATTEMPT_TRANSITIONS[from].includes(to)).toBe(allowed.has(`${from} ${to}`));
  });

  test("can take late money after every end without money, and never leaves captured", () => {
    for (const end of ["failed", "expired", "withdrawn"] as const)
      expect(ATTEMPT_TRANSITIONS[end]).toEqual(["captured"]);
    expect(ATTEMPT_TRANSITIONS.captured).toEqual([]);
  });

  test("is open exactly while its provider is asked about it", () => {
    expect(ATTEMPT_STATUSES.filter(isOpen)).toEqual(["created", "submitted", "unknown"]);
  });
});
