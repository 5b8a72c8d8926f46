import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { policyOf, refuseWrongBindings } from "#scripts/build";

function folderWith(html: string): string {
  const folder = mkdtempSync(join(tmpdir(), "policy-"));
  writeFileSync(join(folder, "index.html"), html);
  return folder;
}

test("the one inline script and style are named by their hash, JSON-LD needs none", () => {
  const policy = policyOf(
    folderWith(
      `<script>const shop = document.documentElement;</script><style>a{}</style><script type="application/ld+json">{}</script><script type="module" src="/_astro/x.js"></script>`,
    ),
  );
  expect(policy.match(/sha256-/g)).toHaveLength(2);
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toContain("unsafe");
});

test("a script nobody knows fails the build", () => {
  expect(() => policyOf(folderWith("<script>alert(1)</script>"))).toThrow("an inline script nobody knows: alert(1)");
});

test("a style attribute fails the build", () => {
  expect(() => policyOf(folderWith(`<p class="a" style="color:red">x</p>`))).toThrow("style attribute");
});

test("a missing binding is named, and one that nobody asked for is refused", () => {
  expect(() => refuseWrongBindings({ vars: { SHOP_ENV: "dev" }, r2_buckets: [{ binding: "IMAGES" }] })).toThrow(
    "PAGES, DOCUMENTS",
  );
  const whole = {
    vars: { SHOP_ENV: "dev" },
    r2_buckets: ["IMAGES", "PAGES", "DOCUMENTS"].map((binding) => ({ binding })),
    durable_objects: { bindings: ["CHECKOUT_DESK", "TOKEN_KEEPER"].map((name) => ({ name })) },
    assets: { binding: "ASSETS" },
  };
  expect(() => refuseWrongBindings(whole)).not.toThrow();
  expect(() => refuseWrongBindings({ ...whole, kv_namespaces: [{ binding: "SESSION" }] })).toThrow("KV");
});
