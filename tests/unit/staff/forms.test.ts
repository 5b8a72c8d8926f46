import { expect, test } from "vitest";
import { cashOf } from "../../../src/islands/staff/cash.ts";
import { age, placed } from "../../../src/islands/staff/console-words.ts";
import { parcelOf } from "../../../src/islands/staff/parcel.ts";

const left = [
  { id: "basket", left: 2 },
  { id: "mugs", left: 3 },
];
const typed = (basket: string, mugs: string, carrier = "G4S") => ({
  carrier,
  trackingNumber: " 17 ",
  note: "",
  quantities: { basket, mugs },
});

test("a parcel with everything names no lines", () => {
  expect(parcelOf(left, typed("2", "3"))).toEqual({
    body: { carrier: "G4S", trackingNumber: "17", note: "" },
    pieces: 5,
  });
});

test("a parcel with less names what goes", () => {
  expect(parcelOf(left, typed("", "1"))).toMatchObject({
    body: { lines: [{ lineId: "mugs", quantity: 1 }] },
    pieces: 1,
  });
});

test("what is wrong with a parcel is said by field", () => {
  expect(parcelOf(left, typed("3", "x", " "))).toMatchObject({
    errors: {
      carrier: "Who carries it?",
      basket: "Only 2 of this are left to send.",
      mugs: "A whole number from 0 to 3.",
    },
  });
  expect(parcelOf(left, typed("0", "0"))).toMatchObject({ errors: { lines: "Choose at least one piece." } });
});

test.each([
  ["1,250", 125_000],
  ["KES 1250", 125_000],
  [" 1,250.00 ", 125_000],
])("%s is an amount of cash", (text, amountMinor) => expect(cashOf(text, "KES")).toEqual({ amountMinor }));

test.each(["", "0", "-5", "1.250,00", "12.50", "ten", "99999999999999999"])("%s is none", (text) =>
  expect(cashOf(text, "KES")).toHaveProperty("error"),
);

test("times are as short as they can be, by the shop's clock", () => {
  const now = Date.parse("2026-11-21T10:14:00+03:00");
  expect(placed(Date.parse("2026-11-21T00:05:00+03:00"), now)).toBe("0:05");
  expect(placed(Date.parse("2026-11-20T17:50:00+03:00"), now)).toBe("Fri 17:50");
  expect(placed(Date.parse("2026-11-01T17:50:00+03:00"), now)).toBe("1 Nov");
  expect(placed(Date.parse("2025-11-01T17:50:00+03:00"), now)).toBe("1 Nov 2025");
  expect(age(now - 32 * 60_000, now)).toBe("32 min");
});
