import type { SeedProduct } from "./types.ts";

export const bangles: SeedProduct[] = [
  {
    slug: "set-of-three-bangles",
    name: "Set of three bangles, brass and copper",
    summary: "Cast in Kariobangi, 64 mm",
    category: "bangles-and-cuffs",
    kind: "physical",
    daysAgo: 2,
    description:
      "Peter Otieno melts old taps and padlocks in Kariobangi and pours them in sand. Two of these three are brass, one is copper; one brass ring is ribbed with a file, tooth by tooth.\n\nTogether they weigh 92 grams and make a low sound when you wave to someone.",
    care: "Rub with half a lemon and salt when they go dull, then rinse and dry.",
    attributes: [
      { name: "Made of", value: "Brass" },
      { name: "Made of", value: "Copper" },
      { name: "Made in", value: "Nairobi" },
      { name: "Inside", value: "64 mm" },
      { name: "Seller", value: "Otieno Castings, Kariobangi" },
    ],
    pictures: [
      { name: "bangles", alt: "Two brass bangles and one of copper, the ribbed one leaning on the others" },
      { name: "bangles-above", alt: "The three bangles seen from above" },
    ],
    variants: [
      { sku: "BAN-3-60", name: "60 mm", options: [{ name: "Inside", value: "60 mm" }], kesMinor: 235_000, stock: 8 },
      { sku: "BAN-3-64", name: "64 mm", options: [{ name: "Inside", value: "64 mm" }], kesMinor: 235_000, stock: 19 },
      { sku: "BAN-3-68", name: "68 mm", options: [{ name: "Inside", value: "68 mm" }], kesMinor: 235_000, stock: 3 },
    ],
  },
  {
    slug: "three-strand-bracelet",
    name: "Three-strand bracelet",
    summary: "Glass beads and brass, stretches to fit",
    category: "bangles-and-cuffs",
    kind: "physical",
    daysAgo: 11,
    description:
      "Three separate strands, sold together: red and white, blue and yellow, black and red. Every eleventh bead is hollow brass.\n\nGrace Wanjiku threads them on double elastic in her front room in Kikuyu, and restrings any that break, free, for two years.",
    attributes: [
      { name: "Made of", value: "Glass beads" },
      { name: "Made of", value: "Brass" },
      { name: "Made in", value: "Kikuyu" },
      { name: "Fits", value: "Wrists of 15 to 19 cm" },
      { name: "Seller", value: "Wanjiku Beads, Kikuyu" },
    ],
    pictures: [
      { name: "bracelet", alt: "Three bead bracelets stacked: black, blue and red with brass beads" },
      { name: "bracelet-above", alt: "The strands from above" },
    ],
    variants: [
      { sku: "BRA-3S", name: "One size", options: [], kesMinor: 145_000, compareAtKesMinor: 180_000, stock: 34 },
    ],
  },
  {
    slug: "hammered-cuff",
    name: "Hammered cuff",
    summary: "One strip of metal, opened to fit, 38 mm wide",
    category: "bangles-and-cuffs",
    kind: "physical",
    daysAgo: 21,
    description:
      "Cut from 1.5 mm sheet, hammered over a railway bolt and bent round a pipe. The marks of the hammer run in rows, so the light moves when your arm does.\n\nSlip it on sideways at the thin of the wrist, then press it once. It is soft enough to fit and stiff enough to stay.",
    care: "Keep it dry. Copper may leave a green shade on warm skin; soap takes it off.",
    attributes: [
      { name: "Made of", value: "Brass" },
      { name: "Made of", value: "Copper" },
      { name: "Made in", value: "Nairobi" },
      { name: "Width", value: "38 mm" },
      { name: "Seller", value: "Otieno Castings, Kariobangi" },
    ],
    pictures: [
      { name: "cuff-hammered", alt: "A wide brass cuff with hammer marks, open at the front" },
      { name: "cuff-hammered-above", alt: "The opening of the cuff, from above" },
      { name: "cuff-copper", alt: "The same cuff in copper" },
    ],
    variants: [
      {
        sku: "CUF-H-BR",
        name: "Brass",
        options: [{ name: "Metal", value: "Brass" }],
        kesMinor: 320_000,
        stock: 14,
        picture: "cuff-hammered",
      },
      {
        sku: "CUF-H-CO",
        name: "Copper",
        options: [{ name: "Metal", value: "Copper" }],
        kesMinor: 340_000,
        stock: 2,
        picture: "cuff-copper",
      },
    ],
  },
  {
    slug: "engraved-silver-cuff-patan",
    name: "Silver cuff with an engraved river, Patan",
    summary: "Sterling silver, 24 mm, engraved by hand",
    category: "bangles-and-cuffs",
    kind: "physical",
    daysAgo: 43,
    description:
      "Ratna Shakya's family has worked behind the Golden Temple in Patan for five generations. The line cut into this cuff is the Bagmati from its spring to the valley's gorge, drawn from memory.\n\nIt weighs 41 grams and carries the 925 stamp inside, with his own mark of a fish.",
    care: "A silver cloth, now and then. It comes in a cotton bag that keeps the air away.",
    attributes: [
      { name: "Made of", value: "Silver" },
      { name: "Made in", value: "Patan" },
      { name: "Width", value: "24 mm" },
      { name: "Weight", value: "41 g" },
      { name: "Seller", value: "Shakya Silver, Patan" },
    ],
    pictures: [
      { name: "cuff-silver", alt: "A plain silver cuff with a fine waving line round it" },
      { name: "cuff-silver-above", alt: "The cuff from above, with its rounded ends" },
    ],
    variants: [
      {
        sku: "CUF-S-S",
        name: "Small",
        options: [{ name: "Size", value: "Small, to 16 cm" }],
        kesMinor: 1_140_000,
        npr: 1_180_000,
        stock: 2,
      },
      {
        sku: "CUF-S-M",
        name: "Medium",
        options: [{ name: "Size", value: "Medium, to 18 cm" }],
        kesMinor: 1_190_000,
        npr: 1_230_000,
        stock: 5,
      },
    ],
  },
  {
    slug: "horn-and-brass-bangle",
    name: "Horn bangle with brass bands",
    summary: "Cow horn from the Dagoretti slaughterhouse, polished",
    category: "bangles-and-cuffs",
    kind: "physical",
    daysAgo: 57,
    description:
      "The horn would be thrown away. Joseph Kamau boils it, slices it, turns it on a lathe made from a washing-machine motor and polishes it with ash.\n\nEach one is its own colour between honey and black. We post the next one on the pile, unless you write and ask for a light or a dark one.",
    attributes: [
      { name: "Made of", value: "Horn" },
      { name: "Made of", value: "Brass" },
      { name: "Made in", value: "Dagoretti" },
      { name: "Inside", value: "66 mm" },
      { name: "Seller", value: "Kamau Horn and Bone" },
    ],
    pictures: [
      { name: "bangle-horn", alt: "A thick dark bangle of horn with three narrow brass bands" },
      { name: "bangle-horn-above", alt: "The bangle from above, with the grain of the horn" },
    ],
    variants: [{ sku: "BAN-HORN", name: "66 mm", options: [], kesMinor: 165_000, stock: 22 }],
  },
  {
    slug: "beaded-wristband-ilkisongo",
    name: "Beaded wristband, Ilkisongo pattern",
    summary: "Nine rows of glass beads on wire, 4 cm wide",
    category: "bangles-and-cuffs",
    kind: "physical",
    daysAgo: 30,
    description:
      "The blocks and crosses are those worn in the plains below Kilimanjaro. Nasieku's group in Kajiado threads nine rows on steel wire and ties them every six beads, so a broken row stays where it is.\n\nIt has two buttons made of coins and a loop, and sits flat under a sleeve.",
    attributes: [
      { name: "Made of", value: "Glass beads" },
      { name: "Made in", value: "Kajiado" },
      { name: "Width", value: "4 cm" },
      { name: "Seller", value: "Nasieku’s group, Kajiado" },
    ],
    pictures: [
      { name: "wristband-red", alt: "A broad beaded wristband, red with white, blue and yellow blocks" },
      { name: "wristband-red-above", alt: "The wristband from above" },
      { name: "wristband-sea", alt: "The same wristband in blue and white" },
    ],
    variants: [
      {
        sku: "WRI-RED",
        name: "Red",
        options: [{ name: "Colour", value: "Red" }],
        kesMinor: 210_000,
        stock: 17,
        picture: "wristband-red",
      },
      {
        sku: "WRI-SEA",
        name: "Sea",
        options: [{ name: "Colour", value: "Sea" }],
        kesMinor: 210_000,
        stock: 11,
        picture: "wristband-sea",
      },
    ],
  },
  {
    slug: "twisted-copper-bangle",
    name: "Twisted copper bangle",
    summary: "Four wires turned into one rope, 6 mm thick",
    category: "bangles-and-cuffs",
    kind: "physical",
    daysAgo: 64,
    description:
      "Wire from old motor windings, four strands held in a vice and turned by hand until they lie like rope. The ends are brazed and filed until you cannot feel them.\n\nPeople in Kisumu wear one for stiff wrists. We make no promise about that, but it looks well with a watch.",
    attributes: [
      { name: "Made of", value: "Copper" },
      { name: "Made in", value: "Kisumu" },
      { name: "Inside", value: "65 mm" },
      { name: "Seller", value: "Achieng Metalwork, Kisumu" },
    ],
    pictures: [
      { name: "bangle-twist", alt: "Two copper bangles twisted like rope, one resting on the other" },
      { name: "bangle-twist-close", alt: "The twist of the wires, close" },
    ],
    variants: [
      { sku: "BAN-TW-1", name: "One", options: [{ name: "How many", value: "One" }], kesMinor: 95_000, stock: 40 },
      {
        sku: "BAN-TW-2",
        name: "Pair",
        options: [{ name: "How many", value: "Pair" }],
        kesMinor: 170_000,
        compareAtKesMinor: 190_000,
        stock: 20,
      },
    ],
  },
];
