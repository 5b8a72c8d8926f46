import type { AttemptStatus, RefundStatus } from "./names.ts";

/** Where an attempt may go. Late money: the three ends without money can still become `captured`. */
export const ATTEMPT_TRANSITIONS: Readonly<Record<AttemptStatus, readonly AttemptStatus[]>> = {
  created: ["submitted", "failed", "withdrawn", "captured"],
  submitted: ["unknown", "captured", "failed", "expired", "withdrawn"],
  unknown: ["captured", "failed", "expired"],
  failed: ["captured"],
  expired: ["captured"],
  withdrawn: ["captured"],
  captured: [],
};

/** Still able to end either way: the provider is asked about these. */
export const OPEN_ATTEMPT_STATUSES = ["created", "submitted", "unknown"] as const satisfies readonly AttemptStatus[];
export const isOpen = (status: AttemptStatus): boolean =>
  (OPEN_ATTEMPT_STATUSES as readonly AttemptStatus[]).includes(status);

/** Where a refund may go. `done` can still fail at the provider; what failed stays so, and another refund is a row of its own. */
export const REFUND_TRANSITIONS: Readonly<Record<RefundStatus, readonly RefundStatus[]>> = {
  requested: ["approved", "failed"],
  approved: ["submitted", "failed", "done"],
  submitted: ["unknown", "done", "failed"],
  unknown: ["done", "failed"],
  done: ["failed"],
  failed: [],
};
