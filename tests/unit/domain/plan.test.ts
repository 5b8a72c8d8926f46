import { expect, test } from "vitest";
import { AIRTEL_PLAN, DEFAULT_PLAN, KHALTI_PLAN, type LookPlan, MPESA_PLAN, nextLookAt } from "#domain/payments/plan";

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;

const times = (plan: LookPlan, scale = 1): number[] => {
  const looks: number[] = [];
  for (let at: number | null = 0; at !== null; at = nextLookAt(plan, 0, at, scale)) if (at > 0) looks.push(at);
  return looks;
};

test("M-Pesa is asked at 20, 35, 60 and 90 s, each minute to ten, each hour to a day, and then no more", () => {
  const looks = times(MPESA_PLAN);

  expect(looks.slice(0, 4)).toEqual([20 * SECOND, 35 * SECOND, 60 * SECOND, 90 * SECOND]);
  expect(looks.filter((at) => at > 90 * SECOND && at < HOUR)).toHaveLength(9);
  expect(looks.at(-1)).toBe(24 * HOUR);
});

test("a provider without a plan of its own is asked first after a minute and last after a week", () => {
  const looks = times(DEFAULT_PLAN);

  expect(looks.slice(0, 6)).toEqual([60, 120, 300, 900, 3_600, 21_600].map((s) => s * SECOND));
  expect(looks.at(-1)).toBe(7 * 24 * HOUR);
});

test("Airtel is asked at 3, 5, 8, 15 and 30 min, each hour to a day, and then no more", () => {
  const looks = times(AIRTEL_PLAN);

  expect(looks.slice(0, 5)).toEqual([3, 5, 8, 15, 30].map((minutes) => minutes * 60 * SECOND));
  expect(looks.slice(5)).toEqual(Array.from({ length: 24 }, (_, i) => (i + 1) * HOUR));
});

test("Khalti is asked soon, until its page has been closed for ten minutes, and each hour to a day", () => {
  const looks = times(KHALTI_PLAN);

  expect(looks.slice(0, 3)).toEqual([10, 30, 60].map((seconds) => seconds * SECOND));
  expect(looks).toContain(70 * 60 * SECOND);
  expect(looks.at(-1)).toBe(24 * HOUR);
});

test.each([MPESA_PLAN, AIRTEL_PLAN, KHALTI_PLAN, DEFAULT_PLAN])("looks of a plan are in rising order", (...plan) => {
  expect([...plan].sort((a, b) => a - b)).toEqual(plan);
});

test("one scale shortens every look alike", () => {
  expect(times(MPESA_PLAN, 0.01)).toEqual(times(MPESA_PLAN).map((at) => at * 0.01));
});

test("the next look is after now, never at it, and there is none when the plan has ended", () => {
  expect(nextLookAt([10, 20], 100, 110)).toBe(120);
  expect(nextLookAt([10, 20], 100, 120)).toBeNull();
  expect(nextLookAt([], 100, 100)).toBeNull();
});
