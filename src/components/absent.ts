import { absenceOf } from "#db/queries/catalogue-pages";
import { freshDatabase } from "./shelves.ts";

/** The answer of a twin that has nothing to show: 404, 410, or 301 with the new address in `x-moved-to`. */
export async function absent(kind: "product" | "category", slug: string, version: number, page = 1): Promise<Response> {
  const absence = await absenceOf(freshDatabase(), kind, slug);
  const headers = new Headers({ "x-version": String(version), "x-astro-reroute": "no" });
  if (absence.status === 301) headers.set("x-moved-to", page > 1 ? `${absence.movedTo}/${page}` : absence.movedTo);
  return new Response(`${absence.status}`, { status: absence.status, headers });
}
