import type { SeedProduct } from "./types.ts";

export const cloth: SeedProduct[] = [
  {
    slug: "kanga-pair",
    name: "Kanga, pair",
    summary: "Cotton, 150 × 110 cm, printed in Thika",
    category: "wraps",
    kind: "physical",
    daysAgo: 4,
    description:
      "A kanga comes as two, joined; you cut them apart and hem them, or we do it for you. One for the waist, one for the shoulders, or for a child on the back.\n\nThe saying on the red says that a good thing sells itself. Choose with care: people do read them.",
    care: "Wash the first time alone, with a little vinegar.",
    attributes: [
      { name: "Made of", value: "Cotton" },
      { name: "Made in", value: "Thika" },
      { name: "Size", value: "150 × 110 cm, two" },
      { name: "Seller", value: "Thika Cloth Printers" },
    ],
    pictures: [
      { name: "kanga", alt: "Three folded kangas, red, yellow and blue, with printed borders" },
      { name: "kanga-above", alt: "The prints from above" },
    ],
    variants: [
      {
        sku: "KAN-RED",
        name: "Red",
        options: [
          { name: "Colour", value: "Red" },
          { name: "Hem", value: "Uncut" },
        ],
        kesMinor: 110_000,
        stock: 55,
      },
      {
        sku: "KAN-YEL",
        name: "Yellow",
        options: [
          { name: "Colour", value: "Yellow" },
          { name: "Hem", value: "Uncut" },
        ],
        kesMinor: 110_000,
        stock: 38,
      },
      {
        sku: "KAN-BLU",
        name: "Blue",
        options: [
          { name: "Colour", value: "Blue" },
          { name: "Hem", value: "Uncut" },
        ],
        kesMinor: 110_000,
        stock: 41,
      },
      {
        sku: "KAN-RED-H",
        name: "Red, hemmed",
        options: [
          { name: "Colour", value: "Red" },
          { name: "Hem", value: "Hemmed" },
        ],
        kesMinor: 135_000,
        stock: 12,
      },
    ],
  },
  {
    slug: "lamu-kikoy",
    name: "Kikoy from Lamu, with knotted fringe",
    summary: "Woven cotton, striped edge, 170 × 100 cm",
    category: "wraps",
    kind: "physical",
    daysAgo: 34,
    description:
      "What fishermen wear at sea and everyone else wears on the beach. Softer after every wash for about four years, and then it becomes the best tea towel you ever had.\n\nThe fringe is knotted by hand on verandas in Shela, at so much a dozen.",
    attributes: [
      { name: "Made of", value: "Cotton" },
      { name: "Made in", value: "Lamu" },
      { name: "Size", value: "170 × 100 cm" },
      { name: "Seller", value: "Shela Weavers, Lamu" },
    ],
    pictures: [
      { name: "kikoy", alt: "Folded striped cloths in blue, coral and white with fringes" },
      { name: "kikoy-above", alt: "The stripes from above" },
    ],
    variants: [
      { sku: "KIK-SEA", name: "Sea", options: [{ name: "Colour", value: "Sea" }], kesMinor: 145_000, stock: 29 },
      { sku: "KIK-COR", name: "Coral", options: [{ name: "Colour", value: "Coral" }], kesMinor: 145_000, stock: 24 },
    ],
  },
  {
    slug: "pashmina-shawl-mustang",
    name: "Pashmina shawl from Mustang wool",
    summary: "Hand-loomed, 200 × 70 cm, 160 grams",
    category: "wraps",
    kind: "physical",
    daysAgo: 42,
    description:
      "The wool is the under-coat of goats that winter at 4,000 metres, combed out in May. It is spun in Jomsom and woven in Kathmandu on a loom that takes up most of Mrs Gurung's room.\n\nFolded small it fits in a coat pocket; round the neck it is warm in a minute.",
    care: "Cold water, baby shampoo, dry flat on a towel.",
    attributes: [
      { name: "Made of", value: "Wool" },
      { name: "Made in", value: "Kathmandu" },
      { name: "Size", value: "200 × 70 cm" },
      { name: "Weight", value: "160 g" },
      { name: "Seller", value: "Gurung Looms, Kathmandu" },
    ],
    pictures: [
      { name: "pashmina", alt: "A folded shawl the colour of red wine with a fringe" },
      { name: "pashmina-above", alt: "The shawl from above" },
      { name: "pashmina-ash", alt: "The same shawl in undyed grey" },
    ],
    variants: [
      {
        sku: "PAS-WIN",
        name: "Wine",
        options: [{ name: "Colour", value: "Wine" }],
        kesMinor: 1_450_000,
        npr: 1_480_000,
        usd: 11_500,
        stock: 8,
        picture: "pashmina",
      },
      {
        sku: "PAS-ASH",
        name: "Ash, undyed",
        options: [{ name: "Colour", value: "Ash" }],
        kesMinor: 1_390_000,
        stock: 3,
        picture: "pashmina-ash",
      },
    ],
  },
  {
    slug: "shuka-blanket",
    name: "Shuka blanket, heavy",
    summary: "Acrylic and cotton check, 200 × 150 cm",
    category: "wraps",
    kind: "physical",
    daysAgo: 50,
    description:
      "The red check that herders wear from Samburu to Serengeti. We tell you what it is made of, because most shops do not: two parts acrylic, one part cotton, which is why it dries on a fence by noon.\n\nThis is the thick one, sold for nights at 2,000 metres.",
    attributes: [
      { name: "Made of", value: "Cotton" },
      { name: "Made of", value: "Acrylic" },
      { name: "Made in", value: "Nakuru" },
      { name: "Size", value: "200 × 150 cm" },
      { name: "Seller", value: "Nakuru Blankets" },
    ],
    pictures: [
      { name: "shuka", alt: "A folded blanket in red and black check" },
      { name: "shuka-above", alt: "The check from above" },
      { name: "shuka-blue", alt: "The same blanket in blue check" },
    ],
    variants: [
      {
        sku: "SHU-RED",
        name: "Red",
        options: [{ name: "Colour", value: "Red" }],
        kesMinor: 190_000,
        stock: 44,
        picture: "shuka",
      },
      {
        sku: "SHU-BLU",
        name: "Blue",
        options: [{ name: "Colour", value: "Blue" }],
        kesMinor: 190_000,
        stock: 17,
        picture: "shuka-blue",
      },
    ],
  },
  {
    slug: "dhaka-cushion",
    name: "Cushion in Dhaka weave",
    summary: "Cotton from Tehrathum, 45 cm, with feather pad",
    category: "cushions-and-rugs",
    kind: "physical",
    daysAgo: 39,
    description:
      "Dhaka is the cloth of Nepali caps: small peaks and steps, each put in with the fingers while the loom waits. A weaver makes a hand's length a day.\n\nThe back is plain linen, with a zip you can find in the dark.",
    attributes: [
      { name: "Made of", value: "Cotton" },
      { name: "Made in", value: "Tehrathum" },
      { name: "Size", value: "45 × 45 cm" },
      { name: "Seller", value: "Limbu Dhaka Weavers, Tehrathum" },
    ],
    pictures: [
      { name: "cushion-dhaka", alt: "A square cushion with woven peaks in red, green and orange on cream" },
      { name: "cushion-dhaka-above", alt: "The weave from above" },
    ],
    variants: [
      { sku: "CUS-DHA", name: "With pad", options: [{ name: "Pad", value: "With pad" }], kesMinor: 390_000, stock: 10 },
      {
        sku: "CUS-DHA-C",
        name: "Cover only",
        options: [{ name: "Pad", value: "Cover only" }],
        kesMinor: 310_000,
        stock: 15,
      },
    ],
  },
  {
    slug: "kitenge-bolster-cushion",
    name: "Long cushion in kitenge",
    summary: "Wax print, 60 × 35 cm, cotton filling",
    category: "cushions-and-rugs",
    kind: "physical",
    daysAgo: 65,
    description:
      "Made from the ends of rolls at Gikomba market, so there are seldom more than twenty of a print. Rings and leaves in indigo and mustard are what we have now.\n\nFilled with cotton waste from the mill at Kitui; put it in the sun and it swells again.",
    attributes: [
      { name: "Made of", value: "Cotton" },
      { name: "Made in", value: "Nairobi" },
      { name: "Size", value: "60 × 35 cm" },
      { name: "Seller", value: "Gikomba Offcuts" },
    ],
    pictures: [
      { name: "cushion-kitenge", alt: "A long cushion with indigo and mustard rings" },
      { name: "cushion-kitenge-above", alt: "The printed rings from above" },
    ],
    variants: [{ sku: "CUS-KIT", name: "60 × 35 cm", options: [], kesMinor: 220_000, stock: 18 }],
  },
  {
    slug: "njoro-wool-rug",
    name: "Flat-woven wool rug from Njoro, undyed bands",
    summary: "Sheep’s own colours, 180 × 120 cm",
    category: "cushions-and-rugs",
    kind: "physical",
    daysAgo: 56,
    description:
      "White, grey, brown and nearly black: nothing is dyed, the flock simply comes that way. Spun on wheels made from bicycle rims and woven in pairs, one weaver at each end.\n\nIt lies flat from the first day and both faces are the same, so it wears twice as long.",
    care: "Beat it on a line. Cold water for spots, at once.",
    attributes: [
      { name: "Made of", value: "Wool" },
      { name: "Made in", value: "Njoro" },
      { name: "Size", value: "180 × 120 cm" },
      { name: "Seller", value: "Njoro Spinners" },
    ],
    pictures: [
      { name: "rug", alt: "A rolled rug with bands of cream, grey and brown" },
      { name: "rug-side", alt: "The end of the roll" },
    ],
    variants: [
      {
        sku: "RUG-120",
        name: "120 × 80 cm",
        options: [{ name: "Size", value: "120 × 80 cm" }],
        kesMinor: 980_000,
        stock: 4,
      },
      {
        sku: "RUG-180",
        name: "180 × 120 cm",
        options: [{ name: "Size", value: "180 × 120 cm" }],
        kesMinor: 1_850_000,
        usd: 14_500,
        stock: 1,
      },
    ],
  },
  {
    slug: "three-tea-towels",
    name: "Three tea towels with a counted border",
    summary: "Kenyan cotton, 70 × 50 cm, a loop at the corner",
    category: "table-linen",
    kind: "physical",
    daysAgo: 63,
    description:
      "Grown at Kitui, woven at Rivatex in Eldoret, hemmed in Langata prison's tailoring shop. A towel that dries glasses without leaving a thread.\n\nOne rust, one leaf, one indigo. Boil them if you like.",
    attributes: [
      { name: "Made of", value: "Cotton" },
      { name: "Made in", value: "Eldoret" },
      { name: "Size", value: "70 × 50 cm" },
      { name: "Seller", value: "Kitui Cotton Growers" },
    ],
    pictures: [
      { name: "towels", alt: "Three folded white towels with rust, green and indigo borders" },
      { name: "towels-above", alt: "The borders from above" },
    ],
    variants: [{ sku: "TOW-3", name: "Three", options: [], kesMinor: 120_000, stock: 47 }],
  },
  {
    slug: "nettle-table-runner",
    name: "Table runner in Himalayan nettle",
    summary: "Allo fibre, 180 × 40 cm, natural",
    category: "table-linen",
    kind: "physical",
    daysAgo: 71,
    description:
      "Allo is a giant nettle. It is cut in November with gloves, boiled with ash, and spun while walking. The cloth is strong as canvas and shines a little, like raw silk.\n\nWoven in Sankhuwasabha, five days' walk and one bus from the capital.",
    care: "Warm wash, iron damp.",
    attributes: [
      { name: "Made of", value: "Nettle" },
      { name: "Made in", value: "Sankhuwasabha" },
      { name: "Size", value: "180 × 40 cm" },
      { name: "Seller", value: "Sankhuwa Allo Weavers" },
    ],
    pictures: [
      { name: "runner", alt: "A rolled table runner of natural fibre with a brown border" },
      { name: "runner-above", alt: "The cloth from above" },
    ],
    variants: [{ sku: "RUN-180", name: "180 × 40 cm", options: [], kesMinor: 320_000, npr: 300_000, stock: 9 }],
  },
];
