import { PAGE_SIZE } from "#db/queries/catalogue-shelves";

/** Where a good stands in one list of goods, newest first, and how many stand there. */
export interface Place {
  /** "/categories/jewellery" */
  readonly path: string;
  readonly index: number;
  readonly total: number;
}

export interface ProductEdit {
  /** The product's addresses, the one it has now first. */
  readonly paths: readonly string[];
  /** Its section and every section above, before and after the edit. */
  readonly places: readonly Place[];
  /** It appears, leaves, or stands elsewhere: every page behind it moves by one. */
  readonly moves: boolean;
  /** Home shows it, by name or among its newest. */
  readonly onHome: boolean;
  /** The pages of the goods that show it under "Stands well with". */
  readonly neighbourOf: readonly string[];
  /** The listing pages that count the goods of its section among the kinds within. */
  readonly countedOn: readonly string[];
}

/** Changes when anything gets or loses an address, or stands elsewhere. Its job's version says when that was last (save.ts). */
export const SITEMAP = "/sitemap.xml";

/**
 * Every page that an edit of a product changes, the product's own first. Home and the sections beside its own count goods, so they
 * also change when one appears or leaves.
 */
export function affectedPages(edit: ProductEdit): string[] {
  const listings = edit.places.flatMap(({ path, index, total }) => {
    const first = Math.floor(Math.max(0, index) / PAGE_SIZE) + 1;
    const last = edit.moves ? Math.max(first, Math.ceil((total + 1) / PAGE_SIZE)) : first;
    const pages = Array.from({ length: last - first + 1 }, (_, step) => first + step);
    // The first page says how many there are, and every page lists the numbers of all.
    const numbers = edit.moves ? Array.from({ length: last }, (_, step) => step + 1) : pages;
    return numbers.map((number) => (number === 1 ? path : `${path}/${number}`));
  });
  const home = edit.onHome || edit.moves ? ["/"] : [];
  const counts = edit.moves ? edit.countedOn : [];
  const sitemap = edit.moves || edit.paths.length > 1 ? [SITEMAP] : [];
  return [...new Set([...edit.paths, ...listings, ...home, ...counts, ...edit.neighbourOf, ...sitemap])];
}
