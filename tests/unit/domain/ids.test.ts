import { expect, test } from "vitest";
import { attemptReference, newId, newOrderNumber } from "#domain/ids";

test("an id says what it is of and carries 128 random bits in hex", () => {
  expect(newId("ord")).toMatch(/^ord_[0-9a-f]{32}$/);
});

test("ten thousand ids and order numbers are all different", () => {
  expect(new Set(Array.from({ length: 10_000 }, () => newId("pay"))).size).toBe(10_000);
  expect(new Set(Array.from({ length: 10_000 }, newOrderNumber)).size).toBeGreaterThan(9_995); // 35 bits: the column is unique
});

test("an order number read aloud is written down right: no I, L, O or U", () => {
  const numbers = Array.from({ length: 2_000 }, newOrderNumber);

  for (const number of numbers) expect(number).toMatch(/^[0-9A-HJKMNP-TV-Z]{7}$/);
  expect(new Set(numbers.join("")).size).toBe(32);
});

test("the reference of an attempt fits M-Pesa's twelve characters up to the 9,999th attempt", () => {
  expect(attemptReference("A7QK2M9", 2)).toBe("A7QK2M9-2");
  expect(attemptReference(newOrderNumber(), 9_999).length).toBeLessThanOrEqual(12);
});
