const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** When to ask a provider about an attempt: milliseconds after it was sent, in rising order. One `scale` shortens all of it for tests. */
export type LookPlan = readonly number[];

const every = (from: number, to: number, step: number): number[] =>
  Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, i) => from + i * step);

/** Source: shared polling advice for providers without a plan of their own. */
export const DEFAULT_PLAN: LookPlan = [
  60 * SECOND,
  2 * MINUTE,
  5 * MINUTE,
  15 * MINUTE,
  HOUR,
  6 * HOUR,
  ...every(DAY, 7 * DAY, DAY),
];

/** M-Pesa: 20, 35, 60 and 90 s, each minute to 10 min, each hour to 24 h; then a person looks. Source: Daraja integrators' timings. */
export const MPESA_PLAN: LookPlan = [
  20 * SECOND,
  35 * SECOND,
  60 * SECOND,
  90 * SECOND,
  ...every(2 * MINUTE, 10 * MINUTE, MINUTE),
  ...every(HOUR, 24 * HOUR, HOUR),
];

/** Airtel: not before 3 min, then 5, 8, 15 and 30, each hour to 24 h. Source: Airtel's portal, "Transaction Enquiry". */
export const AIRTEL_PLAN: LookPlan = [
  ...[3, 5, 8, 15, 30].map((minutes) => minutes * MINUTE),
  ...every(HOUR, 24 * HOUR, HOUR),
];

/** Khalti: 10 and 30 s, 1, 2, 5 and 10 min, on to 70 min, when a page has been closed for ten; each hour to 24 h for what is pending. */
export const KHALTI_PLAN: LookPlan = [
  10 * SECOND,
  30 * SECOND,
  ...[1, 2, 5, 10, 20, 30, 45, 60, 70].map((minutes) => minutes * MINUTE),
  ...every(2 * HOUR, 24 * HOUR, HOUR),
];

/** When to look next, unix ms; `null` when the plan has ended. */
export function nextLookAt(plan: LookPlan, sentAt: number, now: number, scale = 1): number | null {
  const next = plan.find((after) => sentAt + after * scale > now);
  return next === undefined ? null : sentAt + next * scale;
}

/** Between two looks at one attempt, whoever asks for them. */
export const LOOK_SPACING_MS = 5 * SECOND;
