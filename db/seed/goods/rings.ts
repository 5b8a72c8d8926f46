import type { SeedProduct } from "./types.ts";

export const rings: SeedProduct[] = [
  {
    slug: "tsavorite-ring-18-ct-gold",
    name: "Tsavorite ring, 18 ct gold",
    summary: "Green garnet from Taita Taveta, 1.1 ct",
    category: "rings",
    kind: "physical",
    daysAgo: 1,
    description:
      "Tsavorite is a garnet found in the hills by the Tsavo park and hardly anywhere else. This one came out of Mama Rehema's claim at Mwatate, was cut in Nairobi, and has not been heated or oiled.\n\nThe ring is 18 carat, 4.2 grams, four claws. It comes with the laboratory's sheet and the mine's invoice.\n\nOne ring, one stone. We can turn it two sizes up or down in three days, at no charge.",
    care: "Warm water, a drop of soap, a soft brush.",
    attributes: [
      { name: "Made of", value: "Gold" },
      { name: "Made of", value: "Tsavorite" },
      { name: "Made in", value: "Nairobi" },
      { name: "Stone", value: "1.1 ct, Mwatate" },
      { name: "Seller", value: "Rehema Gems, Voi" },
    ],
    pictures: [
      { name: "ring", alt: "A gold ring with a green stone held in four claws" },
      { name: "ring-above", alt: "The green stone from above" },
    ],
    variants: [{ sku: "RIN-TSAV", name: "17 mm", options: [], kesMinor: 8_450_000, usd: 65_500, stock: 1 }],
  },
  {
    slug: "pair-of-wedding-bands",
    name: "Pair of wedding bands, gold-plated and plain silver",
    summary: "Made to your sizes in nine days",
    category: "rings",
    kind: "physical",
    daysAgo: 10,
    description:
      "Two bands of sterling silver, one left as it is and one plated with three microns of gold. The edges are rounded inside, so they pass the knuckle without a fight.\n\nThe bench is full until the end of November. Leave your number and we will ring when orders open again in December.",
    attributes: [
      { name: "Made of", value: "Silver" },
      { name: "Made of", value: "Gold" },
      { name: "Made in", value: "Nairobi" },
      { name: "Width", value: "5 mm" },
      { name: "Back", value: "December" },
      { name: "Seller", value: "Njeri Goldsmith, Westlands" },
    ],
    pictures: [
      { name: "bands", alt: "A gold band with a silver band leaning on it" },
      { name: "bands-above", alt: "The two bands from above" },
    ],
    variants: [{ sku: "BND-PAIR", name: "Made to size", options: [], kesMinor: 1_850_000, stock: 0 }],
  },
  {
    slug: "rhodolite-garnet-ring",
    name: "Rhodolite garnet ring",
    summary: "Silver, with a stone the colour of hibiscus tea",
    category: "rings",
    kind: "physical",
    daysAgo: 28,
    description:
      "Rhodolite lies between red and purple and looks black until light goes through it. The setting is open at the back for that reason.\n\nStones of about one carat from Kasigau, each bought over the table from the man who dug it.",
    attributes: [
      { name: "Made of", value: "Silver" },
      { name: "Made of", value: "Garnet" },
      { name: "Made in", value: "Voi" },
      { name: "Stone", value: "About 1 ct, Kasigau" },
      { name: "Seller", value: "Rehema Gems, Voi" },
    ],
    pictures: [
      { name: "ring-garnet", alt: "A silver ring with a deep red stone" },
      { name: "ring-garnet-above", alt: "The garnet from above" },
    ],
    variants: [
      { sku: "RIN-GAR-16", name: "16 mm", options: [{ name: "Inside", value: "16 mm" }], kesMinor: 980_000, stock: 4 },
      { sku: "RIN-GAR-17", name: "17 mm", options: [{ name: "Inside", value: "17 mm" }], kesMinor: 980_000, stock: 6 },
      { sku: "RIN-GAR-18", name: "18 mm", options: [{ name: "Inside", value: "18 mm" }], kesMinor: 980_000, stock: 0 },
    ],
  },
  {
    slug: "brass-signet-ring",
    name: "Brass signet ring",
    summary: "Flat oval face, left plain or engraved with two letters",
    category: "rings",
    kind: "physical",
    daysAgo: 54,
    description:
      "Cast in one piece and filed flat on top. It has the weight of a small spanner and ages to the brown of old door handles.\n\nTwo letters are cut by hand for 300 shillings more. Write them when you check out; capitals look best.",
    attributes: [
      { name: "Made of", value: "Brass" },
      { name: "Made in", value: "Nairobi" },
      { name: "Face", value: "13 × 11 mm" },
      { name: "Seller", value: "Otieno Castings, Kariobangi" },
    ],
    pictures: [
      { name: "signet", alt: "A heavy brass ring with a flat oval face" },
      { name: "signet-above", alt: "The flat face from above" },
    ],
    variants: [
      { sku: "RIN-SIG-P", name: "Plain", options: [{ name: "Face", value: "Plain" }], kesMinor: 165_000, stock: 18 },
      {
        sku: "RIN-SIG-E",
        name: "Two letters",
        options: [{ name: "Face", value: "Two letters" }],
        kesMinor: 195_000,
        stock: 18,
      },
    ],
  },
  {
    slug: "five-stacking-rings",
    name: "Five stacking rings",
    summary: "Three brass, two silver, 2 mm each",
    category: "rings",
    kind: "physical",
    daysAgo: 68,
    description:
      "Five thin rings, each with a different surface: plain, beaded, twisted, hammered and flat. Wear all five on one finger or lend two to your sister.\n\nThey are sized as a set, because five rings together sit tighter than one.",
    attributes: [
      { name: "Made of", value: "Brass" },
      { name: "Made of", value: "Silver" },
      { name: "Made in", value: "Nairobi" },
      { name: "Thickness", value: "2 mm each" },
      { name: "Seller", value: "Njeri Goldsmith, Westlands" },
    ],
    pictures: [
      { name: "stack-rings", alt: "Five thin rings of brass and silver in a loose pile" },
      { name: "stack-rings-above", alt: "The five rings from above" },
    ],
    variants: [
      { sku: "RIN-STK-16", name: "16 mm", options: [{ name: "Inside", value: "16 mm" }], kesMinor: 290_000, stock: 10 },
      { sku: "RIN-STK-18", name: "18 mm", options: [{ name: "Inside", value: "18 mm" }], kesMinor: 290_000, stock: 13 },
    ],
  },
];
