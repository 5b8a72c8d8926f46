import { z } from "zod";
import { PRODUCT_KINDS } from "#domain/catalogue/names";
import { CURRENCIES } from "#domain/money";

const text = (most: number) =>
  z
    .string()
    .trim()
    .max(most, `At most ${most.toLocaleString("en-GB")} characters.`);
const id = z.string().min(1).max(64);
const slug = z
  .string()
  .max(80, "At most 80 characters.")
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "Small letters, digits and single hyphens: kiondo-market-basket.");
const name = text(120).min(1, "Give it a name.");

const attributes = z
  .array(z.strictObject({ name: text(60).min(1, "Name the fact."), value: text(300).min(1, "Say what it is.") }))
  .max(40, "At most 40 facts.")
  .refine(
    (facts) => new Set(facts.map(({ name, value }) => `${name}=${value}`)).size === facts.length,
    "Each fact once.",
  );

const productFields = {
  name,
  slug,
  summary: text(200),
  description: text(8_000),
  care: text(2_000),
  categoryId: id,
  kind: z.enum(PRODUCT_KINDS),
  attributes,
};

/** POST /api/staff/products: a draft, until it is published. */
export const productBody = z.strictObject({
  ...productFields,
  summary: productFields.summary.default(""),
  description: productFields.description.default(""),
  care: productFields.care.default(""),
  kind: productFields.kind.default("physical"),
  attributes: attributes.default([]),
});
/** PATCH /api/staff/products/:id: only what is given changes. */
export const productChange = z.strictObject(productFields).partial();

/** Integer minor units. In KES whole shillings. */
const price = z
  .strictObject({
    currency: z.enum(CURRENCIES),
    amountMinor: z
      .int()
      .min(0, "A price cannot be less than nothing.")
      .max(100_000_000_000, "That is more than this shop can take."),
    compareAtMinor: z.int().min(1).max(100_000_000_000).nullable().default(null),
  })
  .refine(({ currency, amountMinor }) => currency !== "KES" || amountMinor % 100 === 0, {
    path: ["amountMinor"],
    message: "In KES a price is whole shillings.",
  })
  .refine(({ amountMinor, compareAtMinor }) => compareAtMinor === null || compareAtMinor > amountMinor, {
    path: ["compareAtMinor"],
    message: "The price before must be the higher one.",
  });

const variantFields = {
  sku: text(60).regex(/^[A-Z0-9][A-Z0-9-]*$/, "Capital letters, digits and hyphens: KIO-RUS-M."),
  name: text(120),
  options: z
    .array(z.strictObject({ name: text(40).min(1), value: text(60).min(1) }))
    .max(4, "At most four things to choose."),
  imageId: id.nullable(),
  prices: z
    .array(price)
    .min(1, "Give it a price in one currency at least.")
    .max(CURRENCIES.length)
    .refine((prices) => new Set(prices.map(({ currency }) => currency)).size === prices.length, "Each currency once."),
};

/** POST /api/staff/products/:id/variants. Currencies without a price of their own get one by the shop's rate. */
export const variantBody = z.strictObject({
  ...variantFields,
  name: variantFields.name.default(""),
  options: variantFields.options.default([]),
  imageId: id.nullable().default(null),
});
/** PATCH /api/staff/variants/:id */
export const variantChange = z.strictObject(variantFields).partial();

const categoryFields = {
  name,
  slug,
  description: text(500),
  parentId: id.nullable(),
  picture: text(130).nullable(),
  position: z.int().min(0).max(10_000),
};
export const categoryBody = z.strictObject({
  ...categoryFields,
  description: categoryFields.description.default(""),
  parentId: categoryFields.parentId.default(null),
  picture: categoryFields.picture.default(null),
  position: categoryFields.position.default(0),
});
export const categoryChange = z.strictObject(categoryFields).partial();

/** POST /api/staff/variants/:id/stock-movements. `counted` says how many stand there; the others how many came or went. */
export const movementBody = z.strictObject({
  reason: z.enum(["received", "counted", "damaged"]),
  quantity: z.int("Give a whole number of pieces.").min(0).max(1_000_000),
  note: text(300).default(""),
});

export const listQuery = z.object({
  search: z.string().trim().max(120).optional(),
  status: z.enum(["draft", "published", "removed"]).optional(),
  cursor: z
    .string()
    .regex(/^\d+\|prd_[\w-]+$/)
    .max(100)
    .optional(),
});

/** When the edit could be seen by a shopper; `null` where it shows on no page, or will with the next round. */
export const published = z.object({ path: z.string(), visibleMs: z.int() }).nullable();

const stockView = z.object({ onHand: z.int(), reserved: z.int() });
export const productView = z.object({
  id: z.string(),
  slug: z.string(),
  name: z.string(),
  summary: z.string(),
  description: z.string(),
  care: z.string(),
  categoryId: z.string(),
  kind: z.enum(PRODUCT_KINDS),
  status: z.enum(["draft", "published", "removed"]),
  publishedAt: z.int().nullable(),
  attributes: z.array(z.object({ name: z.string(), value: z.string() })),
  images: z.array(
    z.object({
      id: z.string(),
      key: z.string(),
      alt: z.string(),
      width: z.int(),
      height: z.int(),
      widths: z.array(z.int()),
    }),
  ),
  variants: z.array(
    z.object({
      id: z.string(),
      sku: z.string(),
      name: z.string(),
      options: z.array(z.object({ name: z.string(), value: z.string() })),
      imageId: z.string().nullable(),
      prices: z.array(
        z.object({
          currency: z.enum(CURRENCIES),
          amountMinor: z.int(),
          compareAtMinor: z.int().nullable(),
          derived: z.boolean(),
        }),
      ),
      stock: stockView,
    }),
  ),
});
export const productAnswer = z.object({ product: productView, published });

export const productListView = z.object({
  products: z.array(
    z.object({
      id: z.string(),
      slug: z.string(),
      name: z.string(),
      status: z.enum(["draft", "published", "removed"]),
      kind: z.enum(PRODUCT_KINDS),
      category: z.string(),
      picture: z.string().nullable(),
      variants: z.int(),
      available: z.int(),
      kesMinor: z.int().nullable(),
    }),
  ),
  next: z.string().nullable(),
});

export const categoryView = z.object({
  id: z.string(),
  slug: z.string(),
  name: z.string(),
  description: z.string(),
  parentId: z.string().nullable(),
  picture: z.string().nullable(),
  position: z.int(),
  products: z.int(),
});
export const categoryAnswer = z.object({ category: categoryView.nullable(), published });
