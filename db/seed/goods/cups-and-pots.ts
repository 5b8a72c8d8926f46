import type { SeedProduct } from "./types.ts";

export const cupsAndPots: SeedProduct[] = [
  {
    slug: "chai-pot",
    name: "Chai pot, 1.2 litres",
    summary: "Enamelled steel, tomato red",
    category: "cups-and-pots",
    kind: "physical",
    daysAgo: 15,
    description:
      "Goes straight on the flame, milk and all, and pours without a drip. The handle stays cool enough to hold with a folded cloth.\n\nPressed and fired in Athi River in the factory that made the mugs of three generations of schoolchildren.",
    care: "No steel wool. Boil a spoon of bicarbonate when the inside goes brown.",
    attributes: [
      { name: "Made of", value: "Enamelled steel" },
      { name: "Made in", value: "Athi River" },
      { name: "Holds", value: "1.2 litres" },
      { name: "Seller", value: "Athi Enamel" },
    ],
    pictures: [
      { name: "teapot", alt: "A tomato-red enamel teapot with a black handle" },
      { name: "teapot-side", alt: "The teapot from the other side" },
      { name: "teapot-ink", alt: "The teapot in ink blue" },
      { name: "teapot-cream", alt: "The teapot in cream" },
    ],
    variants: [
      {
        sku: "CHA-TOM",
        name: "Tomato",
        options: [{ name: "Colour", value: "Tomato" }],
        kesMinor: 295_000,
        stock: 23,
        picture: "teapot",
      },
      {
        sku: "CHA-INK",
        name: "Ink",
        options: [{ name: "Colour", value: "Ink" }],
        kesMinor: 295_000,
        stock: 12,
        picture: "teapot-ink",
      },
      {
        sku: "CHA-CRE",
        name: "Cream",
        options: [{ name: "Colour", value: "Cream" }],
        kesMinor: 295_000,
        stock: 0,
        picture: "teapot-cream",
      },
    ],
  },
  {
    slug: "enamel-mugs-pair",
    name: "Enamel mugs, pair",
    summary: "Steel, 350 ml, for tea on the fire or the desk",
    category: "cups-and-pots",
    kind: "physical",
    daysAgo: 6,
    description:
      "One white with a blue rim, one green with a dark rim, so that you know whose is whose. They do not break; they chip, and look better for it.\n\nSafe on coals, in the oven and in the machine. Not in the microwave.",
    attributes: [
      { name: "Made of", value: "Enamelled steel" },
      { name: "Made in", value: "Athi River" },
      { name: "Holds", value: "350 ml each" },
      { name: "Seller", value: "Athi Enamel" },
    ],
    pictures: [
      { name: "mugs", alt: "Two enamel mugs, one white with a blue rim and one green" },
      { name: "mugs-above", alt: "The mugs from above" },
    ],
    variants: [
      { sku: "MUG-PAIR", name: "Pair", options: [], kesMinor: 125_000, compareAtKesMinor: 160_000, stock: 60 },
    ],
  },
  {
    slug: "water-pot-painted-neck",
    name: "Water pot with a painted neck",
    summary: "Red clay, 8 litres, keeps water cool",
    category: "cups-and-pots",
    kind: "physical",
    daysAgo: 16,
    description:
      "Clay breathes: a little water comes through, dries, and cools the rest. Seven degrees below the room, measured in our shop in February.\n\nBurnished with a river stone and fired under cow dung at Kisumu's Nyalenda potters. The triangles are white slip, put on with a feather.",
    care: "Fill it and throw out the first two fillings. Rinse, never soap.",
    attributes: [
      { name: "Made of", value: "Clay" },
      { name: "Made in", value: "Kisumu" },
      { name: "Holds", value: "8 litres" },
      { name: "Seller", value: "Nyalenda Potters, Kisumu" },
    ],
    pictures: [
      { name: "pot", alt: "A round red clay pot with white triangles painted round it" },
      { name: "pot-above", alt: "The mouth of the pot from above" },
    ],
    variants: [{ sku: "POT-8L", name: "8 litres", options: [], kesMinor: 390_000, stock: 7 }],
  },
  {
    slug: "karuwa-brass-water-jug",
    name: "Karuwa, a brass jug with a long spout",
    summary: "Cast in Bhojpur, holds 700 ml",
    category: "cups-and-pots",
    kind: "physical",
    daysAgo: 29,
    description:
      "In Nepal one pours from a karuwa straight into the mouth, without touching it, and everybody at the table shares the jug. It takes practice and a dry shirt.\n\nCast by the lost-wax way in Taksar by Bhojpur, where the king's coins used to be struck.",
    care: "Tamarind pulp brings the shine back.",
    attributes: [
      { name: "Made of", value: "Brass" },
      { name: "Made in", value: "Bhojpur" },
      { name: "Holds", value: "700 ml" },
      { name: "Seller", value: "Taksar Metal Casters" },
    ],
    pictures: [
      { name: "karuwa", alt: "A round brass jug with a tall neck and a curved spout" },
      { name: "karuwa-side", alt: "The jug from the other side" },
    ],
    variants: [{ sku: "KAR-700", name: "700 ml", options: [], kesMinor: 780_000, npr: 790_000, stock: 6 }],
  },
  {
    slug: "six-tea-bowls",
    name: "Six small tea bowls",
    summary: "Stoneware without handles, three glazes, 120 ml",
    category: "cups-and-pots",
    kind: "physical",
    daysAgo: 44,
    description:
      "Made for the strong tea of the coast, which is drunk in four mouthfuls. Two are the blue of a Lamu door, two sand, two rust.\n\nThrown by Ali Omar in Watamu. The foot is left bare, so that it does not slip on a tin tray.",
    attributes: [
      { name: "Made of", value: "Stoneware" },
      { name: "Made in", value: "Watamu" },
      { name: "Holds", value: "120 ml each" },
      { name: "Seller", value: "Omar Pottery, Watamu" },
    ],
    pictures: [
      { name: "cups", alt: "Six small bowls in blue, sand and rust" },
      { name: "cups-above", alt: "The bowls from above" },
    ],
    variants: [{ sku: "TEA-6", name: "Six", options: [], kesMinor: 330_000, stock: 18 }],
  },
  {
    slug: "beaded-milk-gourd",
    name: "Milk gourd with beads and a leather cap",
    summary: "Grown, dried and smoked at Kapenguria",
    category: "cups-and-pots",
    kind: "physical",
    daysAgo: 58,
    description:
      "A gourd is grown for its shape, hung from the roof for a season, and cleaned with a burning stick of the senna tree, which gives Pokot milk its grey colour and its taste.\n\nThis one is for the shelf or for flowers without water. The bands are glass beads on wire; the cap is goat leather.",
    attributes: [
      { name: "Made of", value: "Gourd" },
      { name: "Made of", value: "Glass beads" },
      { name: "Made in", value: "Kapenguria" },
      { name: "Height", value: "About 32 cm" },
      { name: "Seller", value: "Chepkemoi Gourds, Kapenguria" },
    ],
    pictures: [
      { name: "gourd", alt: "A long brown gourd with beaded bands and a leather cap" },
      { name: "gourd-close", alt: "The beads and the cap, close" },
    ],
    variants: [{ sku: "GOU-32", name: "32 cm", options: [], kesMinor: 340_000, stock: 3 }],
  },
  {
    slug: "ilam-tea-in-a-tin",
    name: "Second-flush tea from Ilam, in a tin",
    summary: "Loose leaf, 150 g, picked in June",
    category: "cups-and-pots",
    kind: "physical",
    daysAgo: 17,
    description:
      "From gardens at 1,700 metres, one ridge away from Darjeeling. The June leaf is darker than the spring one and stands a little milk.\n\nThe tin has a second lid inside. When the tea is gone it holds exactly one kilo of nails.",
    attributes: [
      { name: "Made of", value: "Tea" },
      { name: "Made in", value: "Ilam" },
      { name: "Weight", value: "150 g" },
      { name: "Best before", value: "18 months from picking" },
      { name: "Seller", value: "Mai Pokhari Smallholders, Ilam" },
    ],
    pictures: [
      { name: "tea-tin", alt: "A green tin with a cream label and a brass lid" },
      { name: "tea-tin-above", alt: "The lid of the tin from above" },
    ],
    variants: [
      {
        sku: "TEA-ILAM-150",
        name: "150 g",
        options: [{ name: "Weight", value: "150 g" }],
        kesMinor: 135_000,
        npr: 125_000,
        stock: 42,
      },
      {
        sku: "TEA-ILAM-400",
        name: "400 g",
        options: [{ name: "Weight", value: "400 g" }],
        kesMinor: 310_000,
        stock: 15,
      },
    ],
  },
];
