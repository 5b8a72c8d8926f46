import type { z } from "zod";
import type { Statement } from "#db/atomically";
import {
  insertImage,
  insertProduct,
  insertVariant,
  moveStock,
  removeImage,
  removeVariant,
  replaceFacts,
  setStatus,
  updateProduct,
  updateVariant,
  withDerived,
  writePrices,
} from "#db/queries/catalogue-edits";
import {
  productIdOf,
  readRates,
  readStaffProduct,
  type StaffProduct,
  type StaffVariant,
} from "#db/queries/catalogue-staff";
import { DomainError, fieldErrors } from "#domain/errors";
import { newId } from "#domain/ids";
import type { Deps } from "../deps.ts";
import type { movementBody, productBody, productChange, variantBody, variantChange } from "./bodies.ts";
import type { Published } from "./publish.ts";
import { productOf, saveProduct } from "./save.ts";
import { storePicture } from "./store-picture.ts";

/** A product after an edit, and when a shopper could see it. */
export interface SavedProduct {
  readonly product: StaffProduct;
  readonly published: Published | null;
}

/** Only what is given replaces what stands. */
const changed = <T extends object>(before: T, change: object): T => ({
  ...before,
  ...Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)),
});

async function save(
  deps: Deps,
  before: StaffProduct,
  after: StaffProduct,
  statements: readonly Statement[],
): Promise<SavedProduct> {
  const published = await saveProduct(deps, before, after, statements);
  return { product: await productOf(deps, before.id), published };
}

/** A draft; nothing is published yet. @throws {DomainError} slug-taken, validation-failed */
export async function createProduct(deps: Deps, body: z.infer<typeof productBody>): Promise<SavedProduct> {
  const id = newId("prd");
  const { attributes, ...fields } = body;
  const draft: StaffProduct = {
    id,
    ...fields,
    attributes,
    status: "draft",
    publishedAt: null,
    images: [],
    variants: [],
  };
  return save(deps, draft, draft, [...insertProduct(id, fields), ...replaceFacts(id, attributes)]);
}

/** Prices that follow a rate are worked out again. @throws {DomainError} not-found, slug-taken, validation-failed */
export async function changeProduct(
  deps: Deps,
  id: string,
  change: Partial<z.infer<typeof productChange>>,
): Promise<SavedProduct> {
  const before = await productOf(deps, id);
  const after = changed(before, change);
  const rates = await readRates(deps.db);
  return save(deps, before, after, [
    ...updateProduct(id, before, after),
    ...(change.attributes ? replaceFacts(id, change.attributes) : []),
    ...before.variants
      .filter(({ prices }) => prices.some(({ derived }) => derived))
      .flatMap((variant) =>
        writePrices(
          variant.id,
          withDerived(
            variant.prices.filter(({ derived }) => !derived),
            rates,
          ),
        ),
      ),
  ]);
}

/** @throws {DomainError} not-found; validation-failed when there is nothing to buy yet */
export async function publishProduct(deps: Deps, id: string): Promise<SavedProduct> {
  const before = await productOf(deps, id);
  if (!before.variants.some(({ prices }) => prices.length > 0))
    throw fieldErrors([{ pointer: "/variants", detail: "Give it one variant with a price first." }]);
  const at = deps.now();
  return save(
    deps,
    before,
    { ...before, status: "published", publishedAt: before.publishedAt ?? at },
    setStatus(id, "published", at),
  );
}

/** Its page answers 410 from now on; orders keep what they say. @throws {DomainError} not-found */
export async function removeProduct(deps: Deps, id: string): Promise<SavedProduct> {
  const before = await productOf(deps, id);
  return save(deps, before, { ...before, status: "removed" }, setStatus(id, "removed", deps.now()));
}

/** @throws {DomainError} not-found, validation-failed */
export async function addVariant(
  deps: Deps,
  productId: string,
  body: z.infer<typeof variantBody>,
): Promise<SavedProduct> {
  const before = await productOf(deps, productId);
  refuseForeignImage(before, body.imageId);
  const id = newId("var");
  return save(deps, before, before, [
    ...insertVariant(id, productId, body),
    ...writePrices(id, withDerived(body.prices, await readRates(deps.db))),
  ]);
}

/** @throws {DomainError} not-found, validation-failed */
export async function changeVariant(
  deps: Deps,
  id: string,
  change: Partial<z.infer<typeof variantChange>>,
): Promise<SavedProduct> {
  const { product, variant } = await withVariant(deps, id);
  const { prices, ...fields } = change;
  const after = changed(variant, fields);
  refuseForeignImage(product, after.imageId);
  return save(deps, product, product, [
    ...(Object.keys(fields).length > 0 ? updateVariant(id, after) : []),
    ...(prices ? writePrices(id, withDerived(prices, await readRates(deps.db))) : []),
  ]);
}

/** It can no longer be bought; orders keep it. @throws {DomainError} not-found */
export async function dropVariant(deps: Deps, id: string): Promise<SavedProduct> {
  const { product } = await withVariant(deps, id);
  return save(deps, product, product, removeVariant(id));
}

/** Goods came, were counted, or were damaged. @throws {DomainError} not-found; out-of-stock when orders were promised more */
export async function recordMovement(
  deps: Deps,
  id: string,
  { reason, quantity, note }: z.infer<typeof movementBody>,
  actorId: string,
): Promise<SavedProduct> {
  const { product } = await withVariant(deps, id);
  return save(deps, product, product, moveStock(id, reason, quantity, note, actorId));
}

/** Stores the picture and hangs it last. @throws {DomainError} not-found, validation-failed */
export async function addPicture(deps: Deps, productId: string, form: FormData): Promise<SavedProduct> {
  const before = await productOf(deps, productId);
  const alt = String(form.get("alt") ?? "").trim();
  if (alt.length > 200) throw fieldErrors([{ pointer: "/alt", detail: "At most 200 characters." }]);
  if (before.images.length >= 20) throw new DomainError("in-use", "Twenty pictures are enough for one good.");
  const picture = await storePicture(deps.env.IMAGES, form);
  return save(deps, before, before, insertImage(newId("img"), productId, { ...picture, alt }));
}

/** The bytes stay: pages of this minute still show them. @throws {DomainError} not-found */
export async function dropPicture(deps: Deps, id: string): Promise<SavedProduct> {
  const before = await productOf(deps, await productIdOf(deps.db, "image", id));
  return save(deps, before, before, removeImage(id));
}

async function withVariant(deps: Deps, id: string): Promise<{ product: StaffProduct; variant: StaffVariant }> {
  const productId = await productIdOf(deps.db, "variant", id);
  const product = productId && (await readStaffProduct(deps.db, productId));
  const variant = product ? product.variants.find((one) => one.id === id) : undefined;
  if (!product || !variant) throw new DomainError("not-found", "There is no such variant.");
  return { product, variant };
}

function refuseForeignImage(product: StaffProduct, imageId: string | null): void {
  if (imageId !== null && !product.images.some(({ id }) => id === imageId))
    throw fieldErrors([{ pointer: "/imageId", detail: "This picture is not one of the product's." }]);
}
