import { sql } from "drizzle-orm";
import type { z } from "zod";
import { readTogether } from "#db/atomically";
import { movedSlug } from "#db/queries/catalogue-edits";
import { familyOf, pagePath } from "#db/queries/catalogue-shelves";
import { readCategories, type StaffCategory } from "#db/queries/catalogue-staff";
import { DomainError, fieldErrors } from "#domain/errors";
import { newId } from "#domain/ids";
import type { Deps } from "../deps.ts";
import { SITEMAP } from "./affected-pages.ts";
import type { categoryBody, categoryChange } from "./bodies.ts";
import { familyPages, listingPaths } from "./listing-pages.ts";
import type { Published } from "./publish.ts";
import { saveAndPublish, undisturbed } from "./save.ts";

export interface SavedCategory {
  readonly category: StaffCategory | null;
  readonly published: Published | null;
}

/** @throws {DomainError} slug-taken, validation-failed */
export async function createCategory(deps: Deps, body: z.infer<typeof categoryBody>): Promise<SavedCategory> {
  const id = newId("cat");
  const published = await undisturbed(deps, null, async (moment) => {
    const categories = await readCategories(deps.db);
    refuseParent(categories, null, body.parentId);
    const paths = [pagePath(body.slug, 1), ...(await pagesShowing(deps, categories, body.parentId)), SITEMAP];
    return saveAndPublish(deps, moment, paths, [
      sql`insert into categories (id, slug, name, description, parent_id, picture, position)
          values (${id}, ${body.slug}, ${body.name}, ${body.description}, ${body.parentId}, ${body.picture}, ${body.position})`,
      sql`delete from old_slugs where kind = 'category' and slug = ${body.slug}`,
    ]);
  });
  return { category: await found(deps, id), published };
}

/** A changed slug keeps its old address as a way here. @throws {DomainError} not-found, slug-taken, validation-failed */
export async function changeCategory(
  deps: Deps,
  id: string,
  change: Partial<z.infer<typeof categoryChange>>,
): Promise<SavedCategory> {
  const published = await undisturbed(deps, null, async (moment) => {
    const categories = await readCategories(deps.db);
    const before = one(categories, id);
    const after = {
      ...before,
      ...Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)),
    } as StaffCategory;
    refuseParent(categories, id, after.parentId);
    const later = categories.map((category) => (category.id === id ? after : category));
    const paths = [
      ...listingPaths(later, after),
      ...listingPaths(categories, before),
      ...(await pagesShowing(deps, categories, before.parentId)),
      ...(await pagesShowing(deps, later, after.parentId)),
      ...(await productsIn(deps, familyOf(categories, id))),
      "/", // counts what stands in each
      SITEMAP,
    ];
    return saveAndPublish(
      deps,
      moment,
      [...new Set(paths)],
      [
        sql`update categories set slug = ${after.slug}, name = ${after.name}, description = ${after.description}, parent_id = ${after.parentId},
            picture = ${after.picture}, position = ${after.position}, version = version + 1 where id = ${id}`,
        ...movedSlug("category", id, before.slug, after.slug),
      ],
    );
  });
  return { category: await found(deps, id), published };
}

/** Only an empty section can go. @throws {DomainError} not-found, in-use */
export async function removeCategory(deps: Deps, id: string): Promise<SavedCategory> {
  const published = await undisturbed(deps, null, async (moment) => {
    const categories = await readCategories(deps.db);
    const before = one(categories, id);
    const [held] = await readTogether(deps.db, [
      sql`select (select count(*) from products where category_id = ${id}) + (select count(*) from categories where parent_id = ${id}) as held`,
    ]);
    if (Number(held?.rows[0]?.held) > 0)
      throw new DomainError("in-use", "Goods or other sections stand in this one. Move them first.");
    const paths = [pagePath(before.slug, 1), ...(await pagesShowing(deps, categories, before.parentId)), SITEMAP];
    return saveAndPublish(deps, moment, paths, [
      sql`insert into old_slugs (id, kind, slug, target_id) values (${newId("slg")}, 'category', ${before.slug}, ${id}) on conflict (kind, slug) do update set target_id = excluded.target_id`,
      sql`delete from categories where id = ${id}`,
    ]);
  });
  return { category: null, published };
}

function one(categories: readonly StaffCategory[], id: string): StaffCategory {
  const category = categories.find((candidate) => candidate.id === id);
  if (!category) throw new DomainError("not-found", "There is no such section.");
  return category;
}

const found = async (deps: Deps, id: string) => one(await readCategories(deps.db), id);

function refuseParent(categories: readonly StaffCategory[], id: string | null, parentId: string | null): void {
  if (parentId === null) return;
  if (!categories.some((category) => category.id === parentId))
    throw fieldErrors([{ pointer: "/parentId", detail: "There is no such section." }]);
  if (id !== null && familyOf(categories, id).includes(parentId))
    throw fieldErrors([{ pointer: "/parentId", detail: "A section cannot stand in itself." }]);
}

/** A section at the top stands in the head of every page; one below stands on the listings of its family. */
async function pagesShowing(
  deps: Deps,
  categories: readonly StaffCategory[],
  parentId: string | null,
): Promise<string[]> {
  if (parentId !== null) return familyPages(categories, parentId);
  return [
    "/",
    ...categories.flatMap((category) => listingPaths(categories, category)),
    ...(await productsIn(deps, null)),
  ];
}

async function productsIn(deps: Deps, categoryIds: readonly string[] | null): Promise<string[]> {
  const [rows] = await readTogether(deps.db, [
    sql`select slug from products where status = 'published' and ${categoryIds ? sql`category_id in (select value from json_each(${JSON.stringify(categoryIds)}))` : sql`1`}`,
  ]);
  return (rows?.rows ?? []).map((row) => `/products/${String(row.slug)}`);
}
