import { beforeEach, expect, test, vi } from "vitest";
import { answerPage } from "#worker/pages/answer-page";
import { forget } from "#worker/pages/memory";
import { assets, Bucket } from "./bucket.ts";

const bucket = new Bucket();
const env = {
  PAGES: bucket.asR2(),
  BUILD_ID: "b1",
  ASSETS: assets({ "/": "home", "/404": "nothing here", "/products/pot": "built pot", "/products/old": "built old" }),
};
const get = (path: string, headers: Record<string, string> = {}, method = "GET") =>
  answerPage(new Request(`http://shop.test${path}`, { headers, method, redirect: "manual" }), env);

beforeEach(() => {
  bucket.stored.clear();
  for (const path of ["/", "/404", "/products/pot", "/products/old", "/products/none"]) forget(path);
  vi.useRealTimers();
});

test("a built page is answered with its tag, and 304 to who has it", async () => {
  const first = await get("/products/pot");
  expect(await first?.text()).toBe("built pot");
  const again = await get("/products/pot", { "if-none-match": first?.headers.get("etag") ?? "" });
  expect(again?.status).toBe(304);
});

test("a published page wins over the built one, half a second later at most", async () => {
  vi.useFakeTimers({ now: 1_000_000, toFake: ["Date"] });
  await get("/products/pot");
  await bucket.put("b1/products/pot", "published pot", { customMetadata: { version: "2" } });
  vi.setSystemTime(1_000_400);
  expect(await (await get("/products/pot"))?.text()).toBe("built pot");
  vi.setSystemTime(1_000_501);
  expect(await (await get("/products/pot"))?.text()).toBe("published pot");
});

test("a page of another build is never answered", async () => {
  await bucket.put("b0/products/pot", "older pot");
  expect(await (await get("/products/pot"))?.text()).toBe("built pot");
});

test("what was removed or renamed after the build wins over its built page", async () => {
  await bucket.put("b1/products/pot", "gone", { customMetadata: { status: "410", version: "3" } });
  await bucket.put("b1/products/old", "moved", {
    customMetadata: { status: "301", location: "/products/pot", version: "3" },
  });
  const [gone, moved] = [await get("/products/pot"), await get("/products/old")];
  expect([gone?.status, await gone?.text()]).toEqual([410, "nothing here"]);
  expect([moved?.status, moved?.headers.get("location")]).toEqual([301, "/products/pot"]);
});

test("a tombstone of any build is read only where there is no page", async () => {
  await bucket.put("gone/products/none", "gone", { customMetadata: { status: "410" } });
  await bucket.put("gone/products/pot", "gone", { customMetadata: { status: "410" } });
  expect([(await get("/products/none"))?.status, (await get("/products/pot"))?.status]).toEqual([410, 200]);
});

test("a revoked tombstone is none", async () => {
  await bucket.put("gone/products/none", "back", { customMetadata: { status: "200", version: "4" } });
  expect((await get("/products/none"))?.status).toBe(404);
});

test("the twins, unknown goods and slugs that cannot be are 404; other addresses are not the catalogue's", async () => {
  const statuses = await Promise.all(
    ["/live", "/live/products/pot", "/products/none", "/products/No%20Slug", "/categories/a/0"].map(
      async (path) => (await get(path))?.status,
    ),
  );
  expect(statuses).toEqual([404, 404, 404, 404, 404]);
  expect(await get("/cart")).toBeNull();
  expect(await get("/products.json")).toBeNull();
});

test("a trailing slash is moved to the one address, and nothing but reading is allowed", async () => {
  const slash = await get("/products/pot/?from=mail");
  expect([slash?.status, slash?.headers.get("location")]).toEqual([301, "http://shop.test/products/pot?from=mail"]);
  expect((await get("/products/pot", {}, "POST"))?.status).toBe(405);
});
