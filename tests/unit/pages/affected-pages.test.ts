import { expect, test } from "vitest";
import { affectedPages } from "#worker/catalogue/affected-pages";

const edit = {
  paths: ["/products/pot"],
  places: [{ path: "/categories/table", index: 30, total: 60 }],
  moves: false,
  onHome: false,
  neighbourOf: ["/products/lamp"],
  countedOn: ["/categories/table", "/categories/table-linen"],
};

test("an edit touches the product first, then the one listing page it stands on and the goods beside it", () => {
  expect(affectedPages(edit)).toEqual(["/products/pot", "/categories/table/2", "/products/lamp"]);
});

test("the first listing page has no number", () => {
  expect(affectedPages({ ...edit, places: [{ path: "/categories/table", index: 23, total: 60 }] })).toContain(
    "/categories/table",
  );
});

test("a product that appears or leaves moves every page behind it, and changes the counts on all, on home and beside it", () => {
  const pages = affectedPages({ ...edit, moves: true });
  expect(pages).toEqual([
    "/products/pot",
    "/categories/table",
    "/categories/table/2",
    "/categories/table/3",
    "/",
    "/categories/table-linen",
    "/products/lamp",
    "/sitemap.xml",
  ]);
});

test("a renamed product changes the sitemap, an edited one does not", () => {
  expect(affectedPages(edit)).not.toContain("/sitemap.xml");
  expect(affectedPages({ ...edit, paths: ["/products/jug", "/products/pot"] })).toContain("/sitemap.xml");
});

test("the page that a new product opens is among them", () => {
  expect(
    affectedPages({ ...edit, moves: true, places: [{ path: "/categories/table", index: 0, total: 24 }] }),
  ).toContain("/categories/table/2");
});

test("home is touched where it shows the product, and every page is named once", () => {
  const twice = { ...edit, onHome: true, places: [...edit.places, ...edit.places] };
  expect(affectedPages(twice)).toEqual(["/products/pot", "/categories/table/2", "/", "/products/lamp"]);
});
