import type { AttemptStatus } from "./names.ts";

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
