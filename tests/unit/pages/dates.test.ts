import { expect, test } from "vitest";
import { byDay, inWorkingDays, workingDaysAfter } from "#lib/dates";

const saturday = new Date("2026-11-21T08:00:00Z");

test("nobody delivers on Sundays: one working day after Saturday is Monday", () => {
  expect(workingDaysAfter(saturday, 1, "Africa/Nairobi").toISOString()).toMatch(/^2026-11-23/);
  expect(byDay(saturday, 2, "Africa/Nairobi")).toBe("by Tuesday");
});

test("the day is the shop's, not the reader's: late on Friday in London it is Saturday in Kathmandu", () => {
  expect(workingDaysAfter(new Date("2026-11-20T20:00:00Z"), 1, "Asia/Kathmandu").toISOString()).toMatch(/^2026-11-23/);
});

test("what comes in on a Sunday counts from Monday", () => {
  expect(byDay(new Date("2026-11-22T08:00:00Z"), 0, "Africa/Nairobi")).toBe("tomorrow");
});

test("from a week on the date is said", () => {
  expect(byDay(saturday, 7, "Africa/Nairobi")).toBe("by 30 November");
});

test("a number of days reads as a sentence does", () => {
  expect([inWorkingDays(0, 0), inWorkingDays(1, 1), inWorkingDays(1, 2)]).toEqual([
    "the same day",
    "in 1 working day",
    "in 1 to 2 working days",
  ]);
});
