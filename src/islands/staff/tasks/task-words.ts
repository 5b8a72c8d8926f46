import type { TaskView } from "#domain/payments/staff-schema";
import type { TaskKind } from "#domain/tasks";

/** A kind of task where there is little room, and what one goes to do about it. */
const KINDS: Readonly<Record<TaskKind, { short: string; verb: string }>> = {
  dispute: { short: "Disputes", verb: "See it" },
  "refund-failed": { short: "Failed refunds", verb: "See it" },
  "refund-unresolved": { short: "Refunds in doubt", verb: "Look it up" },
  "refund-by-hand": { short: "Send by hand", verb: "Send back" },
  "refund-excess": { short: "Paid too much", verb: "Refund" },
  "refund-cancelled": { short: "Cancelled, paid", verb: "Refund" },
  unfulfillable: { short: "Goods gone", verb: "See it" },
  unallocated: { short: "Fits no payment", verb: "Place it" },
  "second-person": { short: "Second person", verb: "Look at it" },
  "attempt-unresolved": { short: "No answer", verb: "Find out" },
  mismatch: { short: "Claims", verb: "Look at it" },
  proof: { short: "Slips", verb: "Look at it" },
  "hold-ended": { short: "Partly paid", verb: "See it" },
  unexplained: { short: "Books differ", verb: "Explain" },
};
export const kindShort = (kind: TaskKind): string => KINDS[kind].short;
export const verbOf = ({ kind }: Pick<TaskView, "kind">): string => KINDS[kind].verb;

/** Where a task is ended, or at least understood. */
export function placeOf({ about, order }: Pick<TaskView, "about" | "order">): string {
  const { kind, id } = about;
  const onOrder = order && `/staff/orders/${order.id}`;
  if (kind === "refund") return onOrder ? `${onOrder}#${id}` : "/staff/tasks";
  if (kind === "order" || kind === "dispute") return onOrder ? `${onOrder}#money` : "/staff/tasks";
  if (kind === "attempt") return `/staff/payments/${encodeURIComponent(id)}`;
  if (kind === "proof") return `/staff/bank?slip=${encodeURIComponent(id)}`;
  if (kind === "bank-line") return "/staff/bank?view=statement";
  if (kind === "statement") {
    const [gateway = "", day = ""] = id.split("/");
    return /^\d{4}-\d{2}-\d{2}$/.test(day)
      ? `/staff/reports/daily?gateway=${encodeURIComponent(gateway)}&day=${day}`
      : "/staff/reports/daily";
  }
  if (kind === "callback") {
    const [gateway = "", stored = ""] = id.split("/");
    return `/staff/payments/callbacks?${new URLSearchParams({ gateway, state: "applied" })}#${encodeURIComponent(stored)}`;
  }
  return `/staff/payments/unallocated#${encodeURIComponent(id)}`;
}
