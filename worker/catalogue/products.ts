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
import { productIdOf, readRates, type StaffProduct, type StaffVariant } from "#db/queries/catalogue-staff";
import { DomainError, fieldErrors } from "#domain/errors";
import { newId } from "#domain/ids";
import type { Deps } from "../deps.ts";
import type { movementBody, productBody, productChange, variantBody, variantChange } from "./bodies.ts";
import type { Published } from "./publish.ts";
import { type Moment, productOf, saveProduct, undisturbed } from "./save.ts";
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

/** One edit of one product: `decide` is given the product as it stands, and says what it becomes. */
const edit = (
  deps: Deps,
  productId: string | null,
  decide: (before: StaffProduct) => Promise<Edit> | Edit,
): Promise<SavedProduct> =>
  undisturbed(deps, productId, async (moment) => {
    const before = await productOf(deps, productId);
    return save(deps, moment, before, await decide(before));
  });

interface Edit {
  readonly after?: StaffProduct;
  readonly statements: readonly Statement[];
}

async function save(
  deps: Deps,
  moment: Moment,
  before: StaffProduct,
  { after = before, statements }: Edit,
): Promise<SavedProduct> {
  const published = await saveProduct(deps, moment, before, after, statements);
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
  const statements = [...insertProduct(id, fields), ...replaceFacts(id, attributes)];
  return undisturbed(deps, null, (moment) => save(deps, moment, draft, { statements }));
}

/** Prices that follow a rate are worked out again. @throws {DomainError} not-found, slug-taken, validation-failed */
export async function changeProduct(
  deps: Deps,
  id: string,
  change: Partial<z.infer<typeof productChange>>,
): Promise<SavedProduct> {
  return edit(deps, id, async (before) => {
    const after = changed(before, change);
    const rates = await readRates(deps.db);
    const following = before.variants.filter(({ prices }) => prices.some(({ derived }) => derived));
    return {
      after,
      statements: [
        ...updateProduct(id, before, after),
        ...(change.attributes ? replaceFacts(id, change.attributes) : []),
        ...following.flatMap((variant) => {
          const set = variant.prices.filter(({ derived }) => !derived);
          return writePrices(variant.id, withDerived(set, rates));
        }),
      ],
    };
  });
}

/** @throws {DomainError} not-found; validation-failed when there is nothing to buy yet */
export async function publishProduct(deps: Deps, id: string): Promise<SavedProduct> {
  return edit(deps, id, (before) => {
    if (!before.variants.some(({ prices }) => prices.length > 0))
      throw fieldErrors([{ pointer: "/variants", detail: "Give it one variant with a price first." }]);
    const at = deps.now();
    return {
      after: { ...before, status: "published", publishedAt: before.publishedAt ?? at },
      statements: setStatus(id, "published", at),
    };
  });
}

/** Its page answers 410 from now on; orders keep what they say. @throws {DomainError} not-found */
export async function removeProduct(deps: Deps, id: string): Promise<SavedProduct> {
  return edit(deps, id, (before) => ({
    after: { ...before, status: "removed" },
    statements: setStatus(id, "removed", deps.now()),
  }));
}

/** @throws {DomainError} not-found, validation-failed */
export async function addVariant(
  deps: Deps,
  productId: string,
  body: z.infer<typeof variantBody>,
): Promise<SavedProduct> {
  const id = newId("var");
  return edit(deps, productId, async (before) => {
    refuseForeignImage(before, body.imageId);
    const prices = withDerived(body.prices, await readRates(deps.db));
    return { statements: [...insertVariant(id, productId, body), ...writePrices(id, prices)] };
  });
}

/** @throws {DomainError} not-found, validation-failed */
export async function changeVariant(
  deps: Deps,
  id: string,
  change: Partial<z.infer<typeof variantChange>>,
): Promise<SavedProduct> {
  const { prices, ...fields } = change;
  return edit(deps, await productIdOf(deps.db, "variant", id), async (before) => {
    const after = changed(variantIn(before, id), fields);
    refuseForeignImage(before, after.imageId);
    return {
      statements: [
        ...(Object.keys(fields).length > 0 ? updateVariant(id, after) : []),
        ...(prices ? writePrices(id, withDerived(prices, await readRates(deps.db))) : []),
      ],
    };
  });
}

/** It can no longer be bought; orders keep it. @throws {DomainError} not-found */
export async function dropVariant(deps: Deps, id: string): Promise<SavedProduct> {
  return edit(deps, await productIdOf(deps.db, "variant", id), (before) => ({
    statements: removeVariant(variantIn(before, id).id),
  }));
}

/** Goods came, were counted, or were damaged. @throws {DomainError} not-found; out-of-stock when orders were promised more */
export async function recordMovement(
  deps: Deps,
  id: string,
  { reason, quantity, note }: z.infer<typeof movementBody>,
  actorId: string,
): Promise<SavedProduct> {
  const statements = moveStock(id, reason, quantity, note, actorId); // one identity, however often it is sent
  return edit(deps, await productIdOf(deps.db, "variant", id), () => ({ statements }));
}

/** Stores the picture and hangs it last. @throws {DomainError} not-found, validation-failed */
export async function addPicture(deps: Deps, productId: string, form: FormData): Promise<SavedProduct> {
  const alt = String(form.get("alt") ?? "").trim();
  if (alt.length > 200) throw fieldErrors([{ pointer: "/alt", detail: "At most 200 characters." }]);
  refuseMany(await productOf(deps, productId)); // before its bytes are kept
  const picture = await storePicture(deps.env.IMAGES, form);
  const id = newId("img");
  return edit(deps, productId, (before) => {
    refuseMany(before);
    return { statements: insertImage(id, productId, { ...picture, alt }) };
  });
}

/** The bytes stay: pages of this minute still show them. @throws {DomainError} not-found */
export async function dropPicture(deps: Deps, id: string): Promise<SavedProduct> {
  return edit(deps, await productIdOf(deps.db, "image", id), () => ({ statements: removeImage(id) }));
}

function variantIn(product: StaffProduct, id: string): StaffVariant {
  const variant = product.variants.find((one) => one.id === id);
  if (!variant) throw new DomainError("not-found", "There is no such variant.");
  return variant;
}

function refuseMany(product: StaffProduct): void {
  if (product.images.length >= 20) throw new DomainError("in-use", "Twenty pictures are enough for one good.");
}

function refuseForeignImage(product: StaffProduct, imageId: string | null): void {
  if (imageId !== null && !product.images.some(({ id }) => id === imageId))
    throw fieldErrors([{ pointer: "/imageId", detail: "This picture is not one of the product's." }]);
}
