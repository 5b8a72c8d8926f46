import { expect, test } from "vitest";
import { arcOf } from "../../../src/islands/payment/arc.ts";
import { arrives, cash, deadline, hiddenPhone, shownPhone, stamp } from "../../../src/islands/words.ts";

const NAIROBI = "Africa/Nairobi";
const now = Date.parse("2026-11-21T06:00:00Z"); // Saturday, 9:00 in Nairobi
const hours = (count: number) => now + count * 3_600_000;

test("a day is said as a neighbour says it", () => {
  expect(arrives("rider", hours(24), hours(72), NAIROBI, now)).toBe("By Tuesday 24 November");
  expect(arrives("rider", now, hours(24), NAIROBI, now)).toBe("Tomorrow");
  expect(arrives("collect", hours(24), hours(24), NAIROBI, now)).toBe("From tomorrow");
  expect(arrives("download", now, now, NAIROBI, now)).toBe("By e-mail, once it is paid");
});

test("the shop's own clock decides what today is", () => {
  expect(stamp(Date.parse("2026-11-20T22:30:00Z"), NAIROBI, now)).toBe("Today, 1:30");
  expect(stamp(hours(-24), NAIROBI, now)).toBe("Yesterday, 9:00");
  expect(deadline(hours(9.5), NAIROBI, now)).toBe("18:30 today");
  expect(deadline(hours(72), NAIROBI, now)).toBe("9:00 on Tuesday 24 November");
});

test("money and phones are written whole", () => {
  expect(cash(1_020_000, "KES")).toBe("KES\u00a010,200");
  expect(shownPhone("+254712345678")).toBe("0712 345 678");
  expect(shownPhone("+9779812345678")).toBe("981 2345678");
  expect(hiddenPhone("+254712345678")).toBe("0712 ··· 678");
  expect(hiddenPhone("0712 ··· 678")).toBe("0712 ··· 678");
});

test("the string of beads is whole, half, or gone", () => {
  expect(arcOf(0)).toBe("");
  expect(arcOf(90)).toBe(arcOf(60));
  expect(arcOf(60)).toMatch(/^M60 6A54 54 0 1 1/);
  expect(arcOf(20)).toMatch(/A54 54 0 0 1/);
  expect(arcOf(41)).toMatch(/A54 54 0 1 1/);
});
