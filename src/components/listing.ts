import { PAGE_SIZE } from "#db/queries/catalogue-pages";

/** The address of one page of a section: the first has no number. */
export const pagePath = (slug: string, page: number): string => `/categories/${slug}${page > 1 ? `/${page}` : ""}`;

/** How many pages a section of so many goods has; an empty one still has its first. */
export const pagesOf = (count: number): number => Math.max(1, Math.ceil(count / PAGE_SIZE));

/** How many of the newest goods home shows. */
export const NEW_ON_HOME = 8;

/** The goods that stand on the board at the top of home, left to right. Where one is gone, a new one takes its place. */
export const BOARD = [
  "water-pot-painted-neck",
  "kiondo-market-basket",
  "bedside-lamp-cotton-shade",
  "chai-pot",
] as const;
