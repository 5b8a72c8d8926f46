import type { SeedProduct } from "./types.ts";

export const earrings: SeedProduct[] = [
  {
    slug: "sun-drop-earrings",
    name: "Sun drop earrings",
    summary: "Beads on brass, hooks of silver",
    category: "earrings",
    kind: "physical",
    daysAgo: 9,
    description:
      "A brass disc with three rings of glass beads, and five drops under it that swing on their own. They are 6 cm long and weigh 5 grams each, less than a shilling coin.\n\nThe hooks are sterling silver because brass bothers some ears. The bead colours are sewn, not glued.",
    attributes: [
      { name: "Made of", value: "Glass beads" },
      { name: "Made of", value: "Brass" },
      { name: "Made in", value: "Kajiado" },
      { name: "Length", value: "6 cm" },
      { name: "Seller", value: "Nasieku’s group, Kajiado" },
    ],
    pictures: [
      { name: "earrings", alt: "A pair of round beaded earrings with drops, hung on a small brass and wood stand" },
      { name: "earrings-close", alt: "One earring, close: rings of red, white and yellow beads" },
    ],
    variants: [{ sku: "EAR-SUN", name: "Pair", options: [], kesMinor: 185_000, stock: 26 }],
  },
  {
    slug: "twisted-silver-hoops",
    name: "Twisted silver hoops",
    summary: "Sterling silver, 32 mm, Patan",
    category: "earrings",
    kind: "physical",
    daysAgo: 12,
    description:
      "Two round wires twisted and drawn together until the join closes. The inside is smooth, the outside catches light at every turn.\n\nMade by Sanu Maiya Shakya, who learnt it at nine from her aunt and now has two girls at her bench after school.",
    care: "Wipe dry after wearing. They darken in sulphur springs and onion kitchens.",
    attributes: [
      { name: "Made of", value: "Silver" },
      { name: "Made in", value: "Patan" },
      { name: "Across", value: "32 mm" },
      { name: "Seller", value: "Shakya Silver, Patan" },
    ],
    pictures: [
      { name: "hoops", alt: "Two silver hoop earrings with a twisted surface, standing" },
      { name: "hoops-above", alt: "The hoops from above" },
    ],
    variants: [
      { sku: "HOO-24", name: "24 mm", options: [{ name: "Across", value: "24 mm" }], kesMinor: 470_000, stock: 9 },
      {
        sku: "HOO-32",
        name: "32 mm",
        options: [{ name: "Across", value: "32 mm" }],
        kesMinor: 590_000,
        npr: 610_000,
        stock: 7,
      },
      { sku: "HOO-44", name: "44 mm", options: [{ name: "Across", value: "44 mm" }], kesMinor: 760_000, stock: 0 },
    ],
  },
  {
    slug: "bead-hoops",
    name: "Bead hoops",
    summary: "Glass beads on a brass wire, 45 mm",
    category: "earrings",
    kind: "physical",
    daysAgo: 26,
    description:
      "Eighty beads on a wire that closes on itself, no hook to lose. The colours run in blocks of five and meet at the bottom.\n\nThese were the first thing the Saturday class at Kayole made well enough to sell, and they still go out the day they come in.",
    attributes: [
      { name: "Made of", value: "Glass beads" },
      { name: "Made of", value: "Brass" },
      { name: "Made in", value: "Kayole" },
      { name: "Across", value: "45 mm" },
      { name: "Seller", value: "Kayole Saturday Class" },
    ],
    pictures: [
      { name: "bead-hoops", alt: "Two hoop earrings of beads in red, ochre and white" },
      { name: "bead-hoops-above", alt: "The bead hoops, turned" },
      { name: "bead-hoops-sea", alt: "The same hoops in blues and white" },
    ],
    variants: [
      {
        sku: "BHO-FIRE",
        name: "Fire",
        options: [{ name: "Colour", value: "Fire" }],
        kesMinor: 120_000,
        stock: 31,
        picture: "bead-hoops",
      },
      {
        sku: "BHO-SEA",
        name: "Sea",
        options: [{ name: "Colour", value: "Sea" }],
        kesMinor: 120_000,
        stock: 15,
        picture: "bead-hoops-sea",
      },
    ],
  },
  {
    slug: "brass-coin-studs",
    name: "Brass coin studs",
    summary: "Hammered discs on silver posts, 14 mm",
    category: "earrings",
    kind: "physical",
    daysAgo: 38,
    description:
      "Discs punched from sheet, hollowed with one blow of a round hammer, so each holds a small spot of light.\n\nPosts and backs are silver. Sold as a pair on a card made of maize husk.",
    attributes: [
      { name: "Made of", value: "Brass" },
      { name: "Made of", value: "Silver" },
      { name: "Made in", value: "Nairobi" },
      { name: "Across", value: "14 mm" },
      { name: "Seller", value: "Otieno Castings, Kariobangi" },
    ],
    pictures: [
      { name: "studs", alt: "Two round hammered brass studs on a block of dark wood" },
      { name: "studs-above", alt: "The studs from above" },
    ],
    variants: [{ sku: "STU-COIN", name: "Pair", options: [], kesMinor: 95_000, stock: 58 }],
  },
  {
    slug: "turquoise-teardrop-earrings",
    name: "Teardrop earrings in turquoise and silver",
    summary: "Two stones cut from one piece, so they match",
    category: "earrings",
    kind: "physical",
    daysAgo: 46,
    description:
      "The stone is from Tibet by way of a trader in Boudha whom Ratna Shakya has bought from for twenty years. He halves it, so the veins of the left mirror those of the right.\n\nSet in a plain silver cup with a closed back. They hang 3.5 cm below the ear.",
    care: "Take them off before perfume and washing-up; turquoise drinks both.",
    attributes: [
      { name: "Made of", value: "Silver" },
      { name: "Made of", value: "Turquoise" },
      { name: "Made in", value: "Patan" },
      { name: "Length", value: "3.5 cm" },
      { name: "Seller", value: "Shakya Silver, Patan" },
    ],
    pictures: [
      { name: "drops-turquoise", alt: "Two turquoise drops in silver, hung on a small stand" },
      { name: "drops-turquoise-close", alt: "The stone and its veins, close" },
    ],
    variants: [{ sku: "EAR-TUR", name: "Pair", options: [], kesMinor: 870_000, usd: 7_200, stock: 3 }],
  },
  {
    slug: "croton-leaf-earrings",
    name: "Croton leaf earrings",
    summary: "Cut from brass sheet, veins pressed by hand",
    category: "earrings",
    kind: "physical",
    daysAgo: 72,
    description:
      "Beatrice Moraa lays a real croton leaf on soft brass and rolls the two together, then cuts round the print. The leaf is spent; the brass keeps every vein.\n\nThere is a tree in her yard in Kisii, and no two pairs come from the same branch.",
    attributes: [
      { name: "Made of", value: "Brass" },
      { name: "Made in", value: "Kisii" },
      { name: "Length", value: "5 cm" },
      { name: "Seller", value: "Moraa Metal and Leaf, Kisii" },
    ],
    pictures: [
      { name: "leaf-drops", alt: "Two brass leaves hung as earrings on a small stand" },
      { name: "leaf-drops-close", alt: "A brass leaf with its veins, close" },
    ],
    variants: [
      { sku: "EAR-LEAF", name: "Pair", options: [], kesMinor: 145_000, compareAtKesMinor: 170_000, stock: 12 },
    ],
  },
];
