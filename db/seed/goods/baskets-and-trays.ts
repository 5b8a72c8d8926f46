import type { SeedProduct } from "./types.ts";

export const basketsAndTrays: SeedProduct[] = [
  {
    slug: "lidded-storage-basket",
    name: "Storage basket with a lid",
    summary: "Palm and grass, coiled, keeps flour dry",
    category: "storage-baskets",
    kind: "physical",
    daysAgo: 18,
    description:
      "Coils of grass wrapped in doum palm, so tight that Turkana women carry milk in the small ones. The lid drops over the rim and does not slide.\n\nThe dark lines are palm dyed with roots and left in the sun for a week between dippings.",
    attributes: [
      { name: "Made of", value: "Palm" },
      { name: "Made in", value: "Lodwar" },
      { name: "Seller", value: "Lodwar Palm Weavers" },
    ],
    pictures: [
      { name: "basket-lidded", alt: "A round coiled basket with a domed lid and dark zigzag lines" },
      { name: "basket-lidded-above", alt: "The lid from above" },
    ],
    variants: [
      { sku: "LID-S", name: "Small, 18 cm", options: [{ name: "Size", value: "Small" }], kesMinor: 310_000, stock: 16 },
      {
        sku: "LID-M",
        name: "Medium, 26 cm",
        options: [{ name: "Size", value: "Medium" }],
        kesMinor: 490_000,
        stock: 8,
      },
      { sku: "LID-L", name: "Large, 34 cm", options: [{ name: "Size", value: "Large" }], kesMinor: 720_000, stock: 2 },
    ],
  },
  {
    slug: "tall-laundry-basket",
    name: "Tall laundry basket in sisal and reed",
    summary: "60 cm high, two grips, holds a week for two",
    category: "storage-baskets",
    kind: "physical",
    daysAgo: 40,
    description:
      "Reeds from the edge of Lake Naivasha stand upright inside, sisal goes round them, so the sides stay straight when it is full. Two grips are woven in below the rim.\n\nComes by rider in Nairobi only, on the back of a motorbike with great dignity.",
    attributes: [
      { name: "Made of", value: "Sisal" },
      { name: "Made of", value: "Reed" },
      { name: "Made in", value: "Naivasha" },
      { name: "Width", value: "40 cm, 60 cm high" },
      { name: "Seller", value: "Kongoni Reed Works, Naivasha" },
    ],
    pictures: [
      { name: "basket-laundry", alt: "A tall straight basket, natural above and indigo below" },
      { name: "basket-laundry-above", alt: "The laundry basket from above" },
    ],
    variants: [
      { sku: "LAU-60", name: "60 cm", options: [], kesMinor: 960_000, compareAtKesMinor: 1_120_000, stock: 5 },
    ],
  },
  {
    slug: "plant-pot-basket",
    name: "Basket for a plant pot",
    summary: "Folds down at the rim to the height of your pot",
    category: "storage-baskets",
    kind: "physical",
    daysAgo: 66,
    description:
      "Soft sisal without a stiffening row, so the top rolls over like a sock. The pot is inside; the saucer too, and nobody sees the chipped edge.\n\nLined with a round of old tarpaulin. Take it out and you have a basket for wool.",
    attributes: [
      { name: "Made of", value: "Sisal" },
      { name: "Made in", value: "Machakos" },
      { name: "Width", value: "24 cm, 28 cm high unrolled" },
      { name: "Seller", value: "Mwikali Weavers, Machakos" },
    ],
    pictures: [
      { name: "basket-plant", alt: "A basket of terracotta and cream rows with a rolled rim" },
      { name: "basket-plant-above", alt: "Into the basket from above" },
    ],
    variants: [
      {
        sku: "PLA-20",
        name: "20 cm pot",
        options: [{ name: "For a pot of", value: "20 cm" }],
        kesMinor: 240_000,
        stock: 21,
      },
      {
        sku: "PLA-24",
        name: "24 cm pot",
        options: [{ name: "For a pot of", value: "24 cm" }],
        kesMinor: 290_000,
        stock: 13,
      },
    ],
  },
  {
    slug: "woven-wall-tray",
    name: "Woven tray for the table or the wall",
    summary: "Coiled sisal, 40 cm, with a loop behind",
    category: "trays-and-bread-baskets",
    kind: "physical",
    daysAgo: 19,
    description:
      "Started from one knot in the middle and turned outwards for six days. The star has eight points because Agnes Nduku counts in eights.\n\nIt holds chapatis, keys or a whole mango harvest for an afternoon. Behind is a loop, and a nail does the rest.",
    care: "Crumbs come out with a toothbrush.",
    attributes: [
      { name: "Made of", value: "Sisal" },
      { name: "Made in", value: "Kitui" },
      { name: "Across", value: "40 cm" },
      { name: "Seller", value: "Nduku and neighbours, Kitui" },
    ],
    pictures: [
      { name: "tray-sun", alt: "A round woven tray with a rust and ochre star" },
      { name: "tray-sun-side", alt: "The tray from the side, a shallow dish" },
      { name: "tray-night", alt: "The same tray in black and cream" },
    ],
    variants: [
      {
        sku: "TRA-SUN",
        name: "Sun",
        options: [{ name: "Colour", value: "Sun" }],
        kesMinor: 330_000,
        stock: 14,
        picture: "tray-sun",
      },
      {
        sku: "TRA-NIG",
        name: "Night",
        options: [{ name: "Colour", value: "Night" }],
        kesMinor: 330_000,
        stock: 6,
        picture: "tray-night",
      },
    ],
  },
  {
    slug: "bread-basket",
    name: "Bread basket",
    summary: "Shallow, oval in use, 28 cm",
    category: "trays-and-bread-baskets",
    kind: "physical",
    daysAgo: 48,
    description:
      "Low sides and a flat bottom, the right size for a loaf in slices or ten mandazi under a cloth. The green rows are dyed with leaves of the croton tree.\n\nIt gives a little at the sides, so it fits in a crowded cupboard.",
    attributes: [
      { name: "Made of", value: "Sisal" },
      { name: "Made in", value: "Kitui" },
      { name: "Across", value: "28 cm" },
      { name: "Seller", value: "Nduku and neighbours, Kitui" },
    ],
    pictures: [
      { name: "bread-basket", alt: "A shallow basket with green rows" },
      { name: "bread-basket-above", alt: "The bread basket from above" },
    ],
    variants: [{ sku: "BRE-28", name: "28 cm", options: [], kesMinor: 215_000, stock: 27 }],
  },
  {
    slug: "fruit-basket-on-a-foot",
    name: "Fruit basket on a foot",
    summary: "Coiled palm, 30 cm, raised so air goes under",
    category: "trays-and-bread-baskets",
    kind: "physical",
    daysAgo: 77,
    description:
      "Bananas last two days longer when air passes below them; Mercy Ekai tried it before she put a foot on her baskets.\n\nThe dark lozenges are the same palm, smoked over the cooking fire. It smells of that for a week, pleasantly.",
    attributes: [
      { name: "Made of", value: "Palm" },
      { name: "Made in", value: "Lodwar" },
      { name: "Across", value: "30 cm" },
      { name: "Seller", value: "Lodwar Palm Weavers" },
    ],
    pictures: [
      { name: "fruit-basket", alt: "A wide woven bowl standing on a woven foot" },
      { name: "fruit-basket-above", alt: "The bowl from above" },
    ],
    variants: [{ sku: "FRU-30", name: "30 cm", options: [], kesMinor: 275_000, stock: 10 }],
  },
];
