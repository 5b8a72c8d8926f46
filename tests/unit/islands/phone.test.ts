import { expect, test } from "vitest";
import { phoneProblem } from "../../../src/islands/checkout/phone.ts";

test.each([
  ["0712 345 678", "KE"],
  ["0110345678", "KE"],
  ["+254 712 345 678", "KE"],
  ["254712345678", "KE"],
  ["00254712345678", "KE"],
  ["+44 20 7946 0958", "KE"],
  ["981 2345678", "NP"],
  ["+977 981-2345678", "NP"],
  ["9779812345678", "NP"],
])("%s can be right in %s", (typed, country) => {
  expect(phoneProblem(typed, country)).toBeNull();
});

test("a slip of the finger is named with the right form beside it", () => {
  expect(phoneProblem("0712 345 67", "KE")).toBe("This number is one digit short. It should look like 0712 345 678.");
  expect(phoneProblem("0712 345 6", "KE")).toBe("This number is two digits short. It should look like 0712 345 678.");
  expect(phoneProblem("0712 345 6789", "KE")).toBe(
    "This number is one digit too long. It should look like 0712 345 678.",
  );
  expect(phoneProblem("+254 712 345 67", "KE")).toMatch(/^This number is one digit short/);
  expect(phoneProblem("981 234567", "NP")).toBe("This number is one digit short. It should look like 981 2345678.");
});

test("what is no number at all is said in one sentence", () => {
  expect(phoneProblem("", "KE")).toMatch(/^Which number\?/);
  expect(phoneProblem("call me", "KE")).toMatch(/only digits/);
  expect(phoneProblem("0312 345 678", "KE")).toMatch(/cannot read/);
  expect(phoneProblem("+12", "KE")).toMatch(/cannot read/);
});
