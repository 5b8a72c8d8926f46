import type { Row } from "@libsql/client/web";
import type { z } from "zod";
import type { productListView } from "./bodies.ts";

type List = z.infer<typeof productListView>;

/** Rows of the console's list as it is answered; one row more than `limit` means that there is a next page. */
export function productListOf(rows: readonly Row[], limit: number): List {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    products: shown.map((row) => ({
      id: String(row.id),
      slug: String(row.slug),
      name: String(row.name),
      status: String(row.status) as List["products"][number]["status"],
      kind: String(row.kind) as List["products"][number]["kind"],
      category: String(row.category),
      picture: row.picture === null ? null : String(row.picture),
      variants: Number(row.variants),
      available: Number(row.available),
      kesMinor: row.kes_minor === null ? null : Number(row.kes_minor),
    })),
    next: rows.length > limit && last ? `${Number(last.at)}|${String(last.id)}` : null,
  };
}
