import { sql } from "drizzle-orm";
import { atomically, readTogether, type Statement } from "#db/atomically";
import { readCategories, readStaffProduct, type StaffProduct, standingOf } from "#db/queries/catalogue-staff";
import { DomainError, fieldErrors } from "#domain/errors";
import type { Deps } from "../deps.ts";
import { twinOf } from "../pages/render-twin.ts";
import { affectedPages, SITEMAP } from "./affected-pages.ts";
import { familyPages } from "./listing-pages.ts";
import { type PublishDeps, type Published, publishJobs, publishNow } from "./publish.ts";

export const publishDeps = (deps: Deps): PublishDeps => ({
  env: deps.env,
  db: deps.db,
  render: twinOf(deps.env, deps.later),
});

const OVERTAKEN = new DomainError(
  "busy",
  "Others are editing the same just now. Nothing was changed; please try again.",
  {
    retryAfterSeconds: 2,
  },
);

/** What the database refuses, as the shop says it. */
const REFUSALS: Record<string, DomainError> = {
  change_counter_single: OVERTAKEN, // the guard of `undisturbed`
  "products.slug": new DomainError("slug-taken", "Another product has this address already.", {
    errors: [{ pointer: "/slug", detail: "taken" }],
  }),
  "categories.slug": new DomainError("slug-taken", "Another section has this address already.", {
    errors: [{ pointer: "/slug", detail: "taken" }],
  }),
  "variants.sku": fieldErrors([{ pointer: "/sku", detail: "Another variant has this number already." }]),
  "FOREIGN KEY": fieldErrors([{ pointer: "/categoryId", detail: "There is no such section." }]),
  E_KES_WHOLE_PRICE: fieldErrors([{ pointer: "/prices", detail: "In KES a price is whole shillings." }]),
  E_COMPARE_AT_HIGHER: fieldErrors([{ pointer: "/prices", detail: "The price before must be the higher one." }]),
  E_PRICE_RANGE: fieldErrors([{ pointer: "/prices", detail: "That is more than this shop can take." }]),
  E_OUT_OF_STOCK: new DomainError("out-of-stock", "More than that is promised to orders: cancel or ship one first."),
  categories_not_own_parent: fieldErrors([{ pointer: "/parentId", detail: "A section cannot stand in itself." }]),
};

/** @throws {DomainError} not-found */
export async function productOf(deps: Deps, id: string | null): Promise<StaffProduct> {
  const product = id === null ? null : await readStaffProduct(deps.db, id);
  if (!product) throw new DomainError("not-found", "There is no such product.");
  return product;
}

/** When an edit began, and the statement that breaks its batch when what it was decided on is not so any more. */
export interface Moment {
  readonly startedAt: number;
  readonly unchanged: Statement;
}
const PATIENCE_MS = 5_000;

/**
 * Reads, decides and writes as if nobody else did: when another edit came in between, all of it again. Without it one would write
 * back the name or the price that another has just replaced, and ask for the listing page on which a good no longer stands.
 * @param productId the product whose fields, variants and prices are decided on; the order of all goods always is
 */
export async function undisturbed<T>(
  deps: Deps,
  productId: string | null,
  edit: (moment: Moment) => Promise<T>,
): Promise<T> {
  const startedAt = deps.now();
  const state = stateOf(productId);
  for (;;) {
    const [seen] = await readTogether(deps.db, [sql`select ${state} as state`]);
    const unchanged = sql`insert into change_counter (id, value) select 'overtaken', 0 where ${state} <> ${String(seen?.rows[0]?.state)}`;
    try {
      return await edit({ startedAt, unchanged });
    } catch (error) {
      if (error !== OVERTAKEN || deps.now() - startedAt > PATIENCE_MS) throw error;
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 20));
    }
  }
}

/** When the order of goods last changed, and every version within one product. Sales and counts of stock are none of it. */
const stateOf = (productId: string | null) => sql`(
  select coalesce((select version from outbox where channel = 'publish' and recipient = ${SITEMAP}), 0)
    || ' ' || coalesce((select version from products where id = ${productId}), 0)
    || ' ' || coalesce((select group_concat(id || version) from variants where product_id = ${productId}), '')
    || ' ' || coalesce((select group_concat(r.id || r.version) from prices r join variants v on v.id = r.variant_id where v.product_id = ${productId}), ''))`;

type Face = Pick<StaffProduct, "id" | "slug" | "categoryId" | "status" | "publishedAt">;

/** Writes an edit together with the jobs of every page it changes, and publishes the product's page before it returns. */
export async function saveProduct(
  deps: Deps,
  { startedAt, unchanged }: Moment,
  before: Face,
  after: Face,
  statements: readonly Statement[],
): Promise<Published | null> {
  const paths = await pagesOf(deps, before, after);
  await commit(deps, [unchanged, ...statements, ...(paths.length > 0 ? publishJobs(paths) : [])]);
  return publishNow(publishDeps(deps), paths, startedAt, deps.later);
}

/** Writes an edit of anything else and publishes these pages, the first before it returns. */
export async function saveAndPublish(
  deps: Deps,
  { startedAt, unchanged }: Moment,
  paths: readonly string[],
  statements: readonly Statement[],
): Promise<Published | null> {
  await commit(deps, [unchanged, ...statements, ...publishJobs(paths)]);
  return publishNow(publishDeps(deps), paths, startedAt, deps.later);
}

const commit = (deps: Deps, statements: readonly Statement[]) => atomically(deps.db, statements, REFUSALS);

/** A product that was on no page and is on none afterwards changes none. */
async function pagesOf(deps: Deps, before: Face, after: Face): Promise<string[]> {
  const moves = before.status !== after.status || before.categoryId !== after.categoryId;
  const renamed = before.slug !== after.slug;
  const faces = (moves || renamed ? [after, before] : [after]).filter(({ status }) => status === "published");
  if (faces.length === 0) return [];
  const now = deps.now();
  const standings = await Promise.all(
    faces.map((face) => standingOf(deps.db, { ...face, publishedAt: face.publishedAt ?? now })),
  );
  const categories = moves ? await readCategories(deps.db) : [];
  return affectedPages({
    paths: [...new Set([`/products/${after.slug}`, `/products/${before.slug}`])],
    places: standings.flatMap(({ places }) => places),
    moves,
    onHome: standings.some(({ onHome }) => onHome),
    neighbourOf: standings.flatMap(({ neighbourOf }) => neighbourOf),
    countedOn: faces.flatMap(({ categoryId }) => familyPages(categories, categoryId)),
  });
}
