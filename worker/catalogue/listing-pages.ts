import { familyOf, lineOf, pagePath, pagesOf } from "#db/queries/catalogue-shelves";
import type { StaffCategory } from "#db/queries/catalogue-staff";

type Sections = readonly StaffCategory[];

/** Every page of one section's list. */
export function listingPaths(categories: Sections, category: StaffCategory): string[] {
  const family = new Set(familyOf(categories, category.id));
  const count = categories.reduce((sum, { id, products }) => sum + (family.has(id) ? products : 0), 0);
  return Array.from({ length: pagesOf(count) }, (_, index) => pagePath(category.slug, index + 1));
}

/** Every listing page from the top of a section's line down: each of them names all kinds within, and counts their goods. */
export function familyPages(categories: Sections, id: string | null): string[] {
  const root = lineOf(categories, id).at(-1);
  if (!root) return [];
  const family = new Set(familyOf(categories, root.id));
  return categories.filter((one) => family.has(one.id)).flatMap((one) => listingPaths(categories, one));
}
