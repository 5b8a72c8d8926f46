import { atomically, type Statement } from "#db/atomically";
import { readStaffProduct, type StaffProduct, standingOf } from "#db/queries/catalogue-staff";
import { DomainError, fieldErrors } from "#domain/errors";
import type { Deps } from "../deps.ts";
import { twinOf } from "../pages/render-twin.ts";
import { affectedPages } from "./affected-pages.ts";
import { type PublishDeps, type Published, publishJobs, publishNow } from "./publish.ts";

export const publishDeps = (deps: Deps): PublishDeps => ({
  env: deps.env,
  db: deps.db,
  render: twinOf(deps.env, deps.later),
});

/** What the database refuses, as the shop says it. */
const REFUSALS: Record<string, DomainError> = {
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

type Face = Pick<StaffProduct, "id" | "slug" | "categoryId" | "status" | "publishedAt">;

/** Writes an edit together with the jobs of every page it changes, and publishes the product's page before it returns. */
export async function saveProduct(
  deps: Deps,
  before: Face,
  after: Face,
  statements: readonly Statement[],
): Promise<Published | null> {
  const startedAt = deps.now();
  const paths = await pagesOf(deps, before, after);
  await commit(deps, [...statements, ...(paths.length > 0 ? publishJobs(paths) : [])]);
  return publishNow(publishDeps(deps), paths, startedAt, deps.later);
}

/** Writes an edit of anything else and publishes these pages, the first before it returns. */
export async function saveAndPublish(
  deps: Deps,
  paths: readonly string[],
  statements: readonly Statement[],
): Promise<Published | null> {
  const startedAt = deps.now();
  await commit(deps, [...statements, ...publishJobs(paths)]);
  return publishNow(publishDeps(deps), paths, startedAt, deps.later);
}

const commit = (deps: Deps, statements: readonly Statement[]) => atomically(deps.db, statements, REFUSALS);

/** A product that was on no page and is on none afterwards changes none. */
async function pagesOf(deps: Deps, before: Face, after: Face): Promise<string[]> {
  const faces = [after, before].filter(({ status }) => status === "published");
  if (faces.length === 0) return [];
  const now = deps.now();
  const standings = await Promise.all(
    faces.map((face) => standingOf(deps.db, { ...face, publishedAt: face.publishedAt ?? now })),
  );
  return affectedPages({
    paths: [...new Set([`/products/${after.slug}`, `/products/${before.slug}`])],
    places: standings.flatMap(({ places }) => places),
    moves: before.status !== after.status || before.categoryId !== after.categoryId,
    onHome: standings.some(({ onHome }) => onHome),
    neighbourOf: standings.flatMap(({ neighbourOf }) => neighbourOf),
  });
}
