import { expect, test } from "vitest";
import type { Database } from "#db/client";
import { publishPage } from "#worker/catalogue/publish";
import { Bucket } from "./bucket.ts";

const db = { client: { batch: async () => [] } } as unknown as Database;

function shopWith(answers: { status?: number; html?: string; version: number; movedTo?: string }[]) {
  const bucket = new Bucket();
  const env = { PAGES: bucket.asR2(), BUILD_ID: "b1", BUILD_COUNTER: "0" };
  const render = async () => ({ status: 200, html: "page", movedTo: null, ...answers.shift() }) as never;
  return { bucket, publish: () => publishPage({ env, db, render }, "/products/pot") };
}
const text = (bucket: Bucket, key: string) => new TextDecoder().decode(bucket.stored.get(key)?.body);

test("a newer page replaces an older one, an older one never a newer", async () => {
  const { bucket, publish } = shopWith([
    { html: "five", version: 5 },
    { html: "four", version: 4 },
    { html: "six", version: 6 },
  ]);
  await publish();
  await publish();
  expect(text(bucket, "b1/products/pot")).toBe("five");
  await publish();
  expect(text(bucket, "b1/products/pot")).toBe("six");
});

test("a rival that stores a newer page between look and put wins", async () => {
  const { bucket, publish } = shopWith([{ html: "five", version: 5 }]);
  bucket.beforePut = async () =>
    void (await bucket.put("b1/products/pot", "nine", { customMetadata: { version: "9" } }));
  await publish();
  expect(text(bucket, "b1/products/pot")).toBe("nine");
});

test("a rival that stores an older page between look and put is overwritten", async () => {
  const { bucket, publish } = shopWith([{ html: "five", version: 5 }]);
  bucket.beforePut = async () =>
    void (await bucket.put("b1/products/pot", "two", { customMetadata: { version: "2" } }));
  await publish();
  expect(text(bucket, "b1/products/pot")).toBe("five");
});

test("removed: stored as gone for this build and for later ones; back again: the tombstone is revoked", async () => {
  const { bucket, publish } = shopWith([
    { status: 410, version: 7 },
    { html: "back", version: 8 },
  ]);
  await publish();
  expect([...bucket.stored].map(([key, { customMetadata }]) => [key, customMetadata.status])).toEqual([
    ["b1/products/pot", "410"],
    ["gone/products/pot", "410"],
  ]);
  await publish();
  expect([...bucket.stored].map(([key, { customMetadata }]) => [key, customMetadata.status])).toEqual([
    ["b1/products/pot", "200"],
    ["gone/products/pot", "200"],
  ]);
});

test("an older page does not revoke the tombstone of a newer removal", async () => {
  const { bucket, publish } = shopWith([
    { status: 410, version: 9 },
    { html: "five", version: 5 },
  ]);
  await publish();
  await publish();
  expect(bucket.stored.get("gone/products/pot")?.customMetadata).toEqual({ status: "410", version: "9" });
});

test("a page that fails to render is not stored and throws, so that its job stays", async () => {
  const { bucket, publish } = shopWith([{ status: 500, version: 3 }]);
  await expect(publish()).rejects.toThrow("answered 500");
  expect(bucket.stored.size).toBe(0);
});
