import { expect, test } from "vitest";
import { withDerived } from "#db/queries/catalogue-edits";
import type { PageGood, PageVariant } from "#db/queries/catalogue-rows";
import { choicesOf, factsOf, firstChoice } from "../../../src/components/goods.ts";

const variant = (colour: string, size: string, soldOut = false): PageVariant => ({
  id: `var_${colour}${size}`,
  sku: `${colour}-${size}`,
  name: `${colour}, ${size}`,
  imageId: `img_${colour}`,
  prices: [],
  soldOut,
  options: [
    { name: "Colour", value: colour },
    { name: "Size", value: size },
  ],
});
const image = (colour: string) => ({
  id: `img_${colour}`,
  key: colour,
  alt: "",
  width: 800,
  height: 800,
  widths: [480],
});
const basket: PageGood = {
  id: "prd_1",
  slug: "basket",
  name: "Basket",
  summary: "",
  description: "",
  care: "",
  kind: "physical",
  categoryId: "cat_1",
  publishedAt: 1,
  attributes: [
    { name: "Made of", value: "Sisal" },
    { name: "Made of", value: "Leather" },
    { name: "Back", value: "December" },
  ],
  images: [image("rust"), image("indigo")],
  variants: [variant("rust", "S", true), variant("rust", "M"), variant("indigo", "S")],
};

test("colour is chosen by picture where the colours look different, size is not", () => {
  const [colour, size] = choicesOf(basket);
  expect(colour?.values.map(({ value, image: shown }) => [value, shown?.key])).toEqual([
    ["rust", "rust"],
    ["indigo", "indigo"],
  ]);
  expect(size?.values.map(({ value, image: shown }) => [value, shown])).toEqual([
    ["S", null],
    ["M", null],
  ]);
});

test("the page opens on the first choice that is not sold", () => {
  expect(firstChoice(basket)?.id).toBe("var_rustM");
});

test("a fact with several values is one line, and when it is back is none", () => {
  expect(factsOf(basket)).toEqual([{ name: "Made of", value: "Sisal, Leather" }]);
});

test("a currency without a price gets one by the shop's rate from KES, and none without a rate", () => {
  const prices = withDerived(
    [
      { currency: "USD", amountMinor: 900, compareAtMinor: null },
      { currency: "KES", amountMinor: 120_000, compareAtMinor: null },
    ],
    new Map([["KES>NPR", 1_090_000]]),
  );
  expect(prices).toEqual([
    { currency: "KES", amountMinor: 120_000, compareAtMinor: null, derived: false },
    { currency: "NPR", amountMinor: 130_800, compareAtMinor: null, derived: true },
    { currency: "USD", amountMinor: 900, compareAtMinor: null, derived: false },
  ]);
  expect(withDerived([{ currency: "USD", amountMinor: 900, compareAtMinor: null }], new Map())).toHaveLength(1);
});
