import { z } from "zod";
import { listCategories, listProducts, readProduct } from "#db/queries/catalogue-public";
import { PRODUCT_KINDS } from "#domain/catalogue/names";
import { DomainError } from "#domain/errors";
import { CURRENCIES } from "#domain/money";
import { answers, route, router } from "../route.ts";

const minor = z.coerce.number().int("A whole number of minor units.").min(0).max(100_000_000_000);
const listQuery = z.object({
  market: z.string().max(16).default("ke"),
  category: z.string().max(120).optional(),
  minMinor: minor.optional(),
  maxMinor: minor.optional(),
  inStock: z.enum(["true", "false"]).default("false"),
  attribute: z
    .string()
    .max(200)
    .regex(/^[^:]+:[^:]+$/, 'An attribute looks like "Made of:Brass".')
    .optional(),
  sort: z.enum(["newest", "price-up", "price-down"]).default("newest"),
  cursor: z
    .string()
    .max(100)
    .regex(/^\d+\|prd_[0-9a-z_]+$/, "Take the cursor from the page before.")
    .optional(),
  limit: z.coerce.number().int().min(1).max(48).default(24),
});

const productRow = z.object({
  id: z.string(),
  slug: z.string(),
  name: z.string(),
  summary: z.string(),
  kind: z.enum(PRODUCT_KINDS),
  category: z.string(),
  imageKey: z.string().nullable(),
  currency: z.enum(CURRENCIES),
  fromMinor: z.int(),
  toMinor: z.int(),
  available: z.int(),
});
const productDetail = z.object({
  id: z.string(),
  slug: z.string(),
  name: z.string(),
  summary: z.string(),
  description: z.string(),
  care: z.string(),
  kind: z.enum(PRODUCT_KINDS),
  category: z.string(),
  images: z.array(z.object({ key: z.string(), alt: z.string(), width: z.int(), height: z.int() })),
  attributes: z.array(z.object({ name: z.string(), value: z.string() })),
  variants: z.array(
    z.object({
      id: z.string(),
      sku: z.string(),
      name: z.string(),
      options: z.array(z.object({ name: z.string(), value: z.string() })),
      prices: z.array(
        z.object({ currency: z.enum(CURRENCIES), amountMinor: z.int(), compareAtMinor: z.int().nullable() }),
      ),
      available: z.int(),
    }),
  ),
});
const categoryRow = z.object({ slug: z.string(), name: z.string(), parent: z.string().nullable(), products: z.int() });

/** /api/products, /api/categories: the catalogue for whoever reads it by program. Pages do not need it. */
export const publicCatalogueRoutes = router()
  .openapi(
    route({
      method: "get",
      path: "/products",
      permission: "public",
      summary: "Goods of a market, filtered and sorted, by keyset pages",
      request: { query: listQuery },
      responses: answers(
        200,
        z.object({ products: z.array(productRow), nextCursor: z.string().nullable() }),
        "A page of goods",
      ),
    }),
    async (c) => {
      const { inStock, limit, ...query } = c.req.valid("query");
      const rows = await listProducts(c.var.deps.db, { ...query, inStock: inStock === "true", limit: limit + 1 });
      const page = rows.slice(0, limit);
      c.header("Cache-Control", "public, max-age=10");
      return c.json(
        {
          products: page.map(({ cursor: _cursor, ...row }) => row),
          nextCursor: rows.length > limit ? (page.at(-1)?.cursor ?? null) : null,
        },
        200,
      );
    },
  )
  .openapi(
    route({
      method: "get",
      path: "/products/{slug}",
      permission: "public",
      summary: "One good with its variants, prices and pictures",
      request: { params: z.object({ slug: z.string().max(120) }) },
      responses: answers(200, productDetail, "The good"),
    }),
    async (c) => {
      const product = await readProduct(c.var.deps.db, c.req.valid("param").slug);
      if (!product) throw new DomainError("not-found", "There is no such good.");
      c.header("Cache-Control", "public, max-age=10");
      return c.json(product, 200);
    },
  )
  .openapi(
    route({
      method: "get",
      path: "/categories",
      permission: "public",
      summary: "The sections of the shop",
      responses: answers(200, z.object({ categories: z.array(categoryRow) }), "Sections, parents by slug"),
    }),
    async (c) => {
      c.header("Cache-Control", "public, max-age=10");
      return c.json({ categories: await listCategories(c.var.deps.db) }, 200);
    },
  );
