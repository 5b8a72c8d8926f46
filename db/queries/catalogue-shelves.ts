/** How the shop's pages are laid out: what the pages draw and what publishing must know. */

/** Goods on one listing page. */
export const PAGE_SIZE = 24;
/** Goods under "Stands well with". */
export const NEIGHBOURS = 4;
/** How many of the newest goods home shows. */
export const NEW_ON_HOME = 8;
/** The goods on the board at the top of home, left to right. Where one is gone, a new one takes its place. */
export const BOARD: readonly string[] = [
  "water-pot-painted-neck",
  "kiondo-market-basket",
  "bedside-lamp-cotton-shade",
  "chai-pot",
];

/** The address of one page of a section: the first has no number. */
export const pagePath = (slug: string, page: number): string => `/categories/${slug}${page > 1 ? `/${page}` : ""}`;

/** How many pages a section of so many goods has; an empty one still has its first. */
export const pagesOf = (count: number): number => Math.max(1, Math.ceil(count / PAGE_SIZE));

interface Nested {
  readonly id: string;
  readonly parentId: string | null;
}

/** The category and everything below it. */
export function familyOf(categories: readonly Nested[], id: string): string[] {
  return [
    id,
    ...categories.filter(({ parentId }) => parentId === id).flatMap((child) => familyOf(categories, child.id)),
  ];
}

/** The category and everything above it, the nearest first. */
export function lineOf<C extends Nested>(categories: readonly C[], id: string | null): C[] {
  const category = categories.find((one) => one.id === id);
  return category ? [category, ...lineOf(categories, category.parentId)] : [];
}
