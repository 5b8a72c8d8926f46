import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { maskPhone, readPhone, showPhone, toAirtelNumber, toMpesaNumber } from "#domain/phone";

describe("in Kenya", () => {
  test.each([
    "0712345678",
    "0712 345 678",
    "0712-345-678",
    "(0712) 345.678",
    "712345678",
    "254712345678",
    "+254712345678",
    "+254 712 345 678",
    "00254712345678",
  ])("“%s” is +254712345678", (typed) => {
    expect(readPhone(typed, "KE")).toEqual({ e164: "+254712345678" });
  });

  test.each(["0110123456", "0140123456", "+254111222333"])("the newer range “%s” is a phone too", (typed) => {
    expect(readPhone(typed, "KE")).toEqual({ e164: expect.stringMatching(/^\+2541\d{8}$/) });
  });

  test.each([
    ["071234567", "This number is one digit too short. It should look like 0712 345 678."],
    ["07123456", "This number is 2 digits too short. It should look like 0712 345 678."],
    ["07123456789", "This number is one digit too long. It should look like 0712 345 678."],
    ["0712 345 6789 0", "This number is 2 digits too long. It should look like 0712 345 678."],
    ["07I2345678", "A phone number has no letters in it."],
    ["call me", "A phone number has no letters in it."],
    ["12", "We cannot read this number. It should look like 0712 345 678."],
    ["", "We cannot read this number. It should look like 0712 345 678."],
    ["2547123456789", "We cannot read this number. It should look like 0712 345 678."],
    ["+254712", "We cannot read this number. It should look like 0712 345 678."],
  ])("“%s” is refused in words: %s", (typed, problem) => {
    expect(readPhone(typed, "KE")).toEqual({ problem });
  });

  test.each([
    ["+447911123456", "+447911123456"],
    ["+1 202 555 0143", "+12025550143"],
    ["+977 981-2345678", "+9779812345678"],
  ])("the foreign number “%s” stays foreign, and M-Pesa cannot charge it", (typed, e164) => {
    expect(readPhone(typed, "KE")).toEqual({ e164 });
    expect(toMpesaNumber(e164)).toBeNull();
  });
});

describe("in Nepal", () => {
  test.each(["9812345678", "981 2345678", "+9779812345678", "9779812345678"])("“%s” is +9779812345678", (typed) => {
    expect(readPhone(typed, "NP")).toEqual({ e164: "+9779812345678" });
  });

  test("a Kenyan number without its country is not read as a Nepali one", () => {
    expect(readPhone("0712345678", "NP")).toEqual({
      problem: "We cannot read this number. It should look like 981 2345678.",
    });
    expect(readPhone("+254712345678", "NP")).toEqual({ e164: "+254712345678" });
  });
});

test("M-Pesa gets twelve digits without a plus", () => {
  expect(toMpesaNumber("+254712345678")).toBe("254712345678");
  expect(toMpesaNumber("+254112345678")).toBe("254112345678");
  expect(["+254212345678", "+25471234567", "254712345678"].map(toMpesaNumber)).toEqual([null, null, null]);
});

test("Airtel gets nine digits, without country or zero", () => {
  expect(toAirtelNumber("+254733123456")).toBe("733123456");
  expect(toAirtelNumber("+254101123456")).toBe("101123456");
  expect(["+254212345678", "+25473312345", "254733123456", "+9779812345678"].map(toAirtelNumber)).toEqual(
    Array(4).fill(null),
  );
});

test("a phone is shown as people write it, and masked on papers others may see", () => {
  expect(showPhone("+254712345678")).toBe("0712 345 678");
  expect(maskPhone("+254712345678")).toBe("0712 ··· 678");
  expect(showPhone("+447911123456")).toBe("+447911123456");
});

test("whatever is typed, the answer is an international number or a sentence, and never an error", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 40 }), fc.constantFrom("KE", "NP", ""), (typed, country) => {
      const read = readPhone(typed, country);
      if ("e164" in read) expect(read.e164).toMatch(/^\+\d{7,15}$/);
      else expect(read.problem).toMatch(/^[A-Z].*\.$/);
    }),
    { numRuns: 5_000 },
  );
});
