import type { SeedProduct } from "./types.ts";

export const bowlsAndTools: SeedProduct[] = [
  {
    slug: "three-olive-wood-bowls",
    name: "Three olive wood bowls",
    summary: "Carved in Wamunyu, oiled",
    category: "bowls-and-plates",
    kind: "physical",
    daysAgo: 3,
    description:
      "The three sizes come out of one log, like dolls: 34, 24 and 17 cm. Wild olive is slow and heavy, and its grain looks like a river on a map.\n\nWamunyu has carved since 1920, when Mutisya Munge came home from the war with the craft. His grandson's cooperative made these.",
    care: "Wash by hand, dry at once, oil with anything you would put on salad.",
    attributes: [
      { name: "Made of", value: "Olive wood" },
      { name: "Made in", value: "Wamunyu" },
      { name: "Across", value: "34, 24 and 17 cm" },
      { name: "Seller", value: "Wamunyu Carvers’ Cooperative" },
    ],
    pictures: [
      { name: "bowls", alt: "Three wooden bowls with strong grain, one inside another" },
      { name: "bowls-above", alt: "The bowls from above" },
    ],
    variants: [{ sku: "BOW-3", name: "Set of three", options: [], kesMinor: 480_000, stock: 13 }],
  },
  {
    slug: "stoneware-for-four",
    name: "Stoneware for four: plates, side plates and a bowl",
    summary: "Nine pieces, speckled, safe in the machine",
    category: "bowls-and-plates",
    kind: "physical",
    daysAgo: 22,
    description:
      "Four plates of 27 cm, four of 20, and one bowl to pass round. The cream has iron in it, which makes the freckles; the blue is ash glaze from the kiln's own firewood.\n\nMade in Karen by a pottery of six people. If you break one in the first five years they will throw you another at half price.",
    attributes: [
      { name: "Made of", value: "Stoneware" },
      { name: "Made in", value: "Karen" },
      { name: "Pieces", value: "9" },
      { name: "Seller", value: "Ngong Road Pottery" },
    ],
    pictures: [
      { name: "plates", alt: "A stack of speckled plates, smaller blue plates and a brown bowl on top" },
      { name: "plates-above", alt: "The stack from above" },
    ],
    variants: [
      { sku: "STO-4", name: "For four", options: [], kesMinor: 1_190_000, compareAtKesMinor: 1_350_000, stock: 5 },
    ],
  },
  {
    slug: "kisii-soapstone-bowl",
    name: "Kisii soapstone bowl with scratched fishes",
    summary: "From Tabaka, 20 cm, pink stone",
    category: "bowls-and-plates",
    kind: "physical",
    daysAgo: 31,
    description:
      "Soapstone can be cut with a kitchen knife on the day it leaves the hill; a year later it needs a file. Enock Ondieki works fast.\n\nThe bowl is dyed on the outside and the pattern is scratched back to the pale stone. It is heavy, cool, and rings if you flick it.",
    care: "Dry food and fruit only. Wipe, do not soak.",
    attributes: [
      { name: "Made of", value: "Soapstone" },
      { name: "Made in", value: "Tabaka, Kisii" },
      { name: "Across", value: "20 cm" },
      { name: "Seller", value: "Ondieki Stone, Tabaka" },
    ],
    pictures: [
      { name: "soapstone-bowl", alt: "A round stone bowl, dark red outside with pale scratched lines" },
      { name: "soapstone-bowl-above", alt: "The pale inside from above" },
    ],
    variants: [
      { sku: "SOA-15", name: "15 cm", options: [{ name: "Across", value: "15 cm" }], kesMinor: 145_000, stock: 20 },
      { sku: "SOA-20", name: "20 cm", options: [{ name: "Across", value: "20 cm" }], kesMinor: 220_000, stock: 9 },
    ],
  },
  {
    slug: "serving-platter-lamu-blue",
    name: "Serving platter, Lamu blue",
    summary: "Stoneware, 38 cm, for pilau or a whole fish",
    category: "bowls-and-plates",
    kind: "physical",
    daysAgo: 52,
    description:
      "The biggest thing that fits in Ali Omar's kiln, so he fires four at a time. The rings inside are the marks of his fingers as the clay came up.\n\nThe glaze pools darker in the middle. It takes a two-kilo snapper with its tail on.",
    attributes: [
      { name: "Made of", value: "Stoneware" },
      { name: "Made in", value: "Watamu" },
      { name: "Across", value: "38 cm" },
      { name: "Seller", value: "Omar Pottery, Watamu" },
    ],
    pictures: [
      { name: "platter", alt: "A wide blue stoneware platter with rings inside" },
      { name: "platter-above", alt: "The platter from above" },
    ],
    variants: [{ sku: "PLT-38", name: "38 cm", options: [], kesMinor: 375_000, stock: 4 }],
  },
  {
    slug: "sugar-bowl-with-lid",
    name: "Sugar bowl with a lid and a spoon notch",
    summary: "Glazed stoneware, 400 g of sugar",
    category: "bowls-and-plates",
    kind: "physical",
    daysAgo: 74,
    description:
      "The lid sits in, not on, so ants have to climb down again. There is a notch for the spoon.\n\nHoney glaze over brown clay. Goes with any teapot that is not trying too hard.",
    attributes: [
      { name: "Made of", value: "Stoneware" },
      { name: "Made in", value: "Karen" },
      { name: "Holds", value: "400 g" },
      { name: "Seller", value: "Ngong Road Pottery" },
    ],
    pictures: [
      { name: "sugar-bowl", alt: "A round honey-brown bowl with a knobbed lid" },
      { name: "sugar-bowl-above", alt: "The lid from above" },
    ],
    variants: [{ sku: "SUG-400", name: "400 g", options: [], kesMinor: 165_000, stock: 19 }],
  },
  {
    slug: "olive-wood-servers",
    name: "Salad servers in olive wood",
    summary: "Spoon and fork, 30 cm, one piece of wood each",
    category: "kitchen-tools",
    kind: "physical",
    daysAgo: 27,
    description:
      "Sawn from the offcuts of the bowls, so the grain matches if you buy both. The fork has three short teeth that will pick up one bean.\n\nHandles are left thick, with a flat where the thumb goes.",
    care: "Not in the machine. Oil them when they turn pale.",
    attributes: [
      { name: "Made of", value: "Olive wood" },
      { name: "Made in", value: "Wamunyu" },
      { name: "Length", value: "30 cm" },
      { name: "Seller", value: "Wamunyu Carvers’ Cooperative" },
    ],
    pictures: [
      { name: "servers", alt: "A wooden spoon and fork lying side by side" },
      { name: "servers-above", alt: "Spoon and fork from above" },
    ],
    variants: [{ sku: "SER-30", name: "Pair", options: [], kesMinor: 135_000, stock: 33 }],
  },
  {
    slug: "chopping-board-mvule",
    name: "Chopping board with a brass ring",
    summary: "Mvule wood, 42 × 26 cm, 3 cm thick",
    category: "kitchen-tools",
    kind: "physical",
    daysAgo: 35,
    description:
      "Mvule is what dhow keels are made of: oily, hard, and indifferent to water. The wood is from a house pulled down in Mombasa's Old Town, with the paperwork to say so.\n\nHung from its ring it dries on both sides. It weighs 2.3 kilos and does not walk about.",
    attributes: [
      { name: "Made of", value: "Mvule wood" },
      { name: "Made in", value: "Mombasa" },
      { name: "Size", value: "42 × 26 × 3 cm" },
      { name: "Seller", value: "Old Town Joinery, Mombasa" },
    ],
    pictures: [
      { name: "board", alt: "A thick dark wooden board with a brass ring" },
      { name: "board-above", alt: "The board from above" },
    ],
    variants: [{ sku: "BOA-42", name: "42 × 26 cm", options: [], kesMinor: 265_000, stock: 16 }],
  },
  {
    slug: "mortar-and-pestle",
    name: "Mortar and pestle",
    summary: "Turned from one block of jacaranda, 16 cm",
    category: "kitchen-tools",
    kind: "physical",
    daysAgo: 49,
    description:
      "Jacaranda falls in Nairobi after every storm, and Simon Mutua has an understanding with the council. Deep enough that peppercorns stay in.\n\nThe pestle fits the hollow of the hand and has a flat end for garlic.",
    care: "Crush a spoon of dry rice to clean it.",
    attributes: [
      { name: "Made of", value: "Jacaranda wood" },
      { name: "Made in", value: "Nairobi" },
      { name: "Height", value: "16 cm" },
      { name: "Seller", value: "Mutua Turning, Gikomba" },
    ],
    pictures: [
      { name: "mortar", alt: "A wooden mortar on a foot with its pestle in it" },
      { name: "mortar-above", alt: "Into the mortar from above" },
    ],
    variants: [{ sku: "MOR-16", name: "16 cm", options: [], kesMinor: 280_000, stock: 8 }],
  },
  {
    slug: "felt-ball-trivet",
    name: "Felt ball trivet",
    summary: "Sheep’s wool from Kathmandu, 22 cm, stands a hot pot",
    category: "kitchen-tools",
    kind: "physical",
    daysAgo: 59,
    description:
      "Ninety-one balls of wool rolled in soapy water and sewn together with waxed thread. Wool does not burn and does not slide.\n\nA workshop of forty women at Budhanilkantha makes them, with a nursery on the ground floor.",
    attributes: [
      { name: "Made of", value: "Wool" },
      { name: "Made in", value: "Kathmandu" },
      { name: "Across", value: "22 cm" },
      { name: "Seller", value: "Budhanilkantha Felt" },
    ],
    pictures: [
      { name: "felt-trivet", alt: "A round mat of coloured felt balls" },
      { name: "felt-trivet-above", alt: "The trivet from above" },
    ],
    variants: [{ sku: "FEL-22", name: "22 cm", options: [], kesMinor: 130_000, npr: 125_000, stock: 37 }],
  },
  {
    slug: "one-pot-printable-recipes",
    name: "One pot, twelve dishes: recipes from Nairobi kitchens, to print or keep on the phone",
    summary: "PDF, 32 pages, sent the moment it is paid",
    category: "kitchen-tools",
    kind: "digital",
    daysAgo: 20,
    description:
      "Twelve dishes that need one pot and one flame: githeri with coconut, pilau, matoke in groundnut, mukimo, beans the way of three grandmothers. Each on a page that can be propped against the flour.\n\nWritten down by Wambui Kariuki in eleven kitchens from Umoja to Kangemi. You get a link after paying; it works for a year and on any device.",
    attributes: [
      { name: "Form", value: "PDF, A5, 32 pages" },
      { name: "Language", value: "English and Swahili" },
      { name: "Seller", value: "Wambui Kariuki" },
    ],
    pictures: [
      { name: "booklet", alt: "A small cookery booklet with a red pot on its cover" },
      { name: "booklet-side", alt: "The booklet from the side" },
    ],
    variants: [{ sku: "PDF-ONEPOT", name: "PDF", options: [], kesMinor: 45_000, npr: 45_000, usd: 400, stock: 9_999 }],
  },
];
