import { expect, test } from "vitest";
import { demoVars } from "#scripts/settings";
import { readConfig } from "#worker/config";
import type { Bindings } from "#worker/env";
import { firstColumn, readText, textsUnder } from "./pages.ts";

const PAGE = "docs/configuration.md";
const documented = new Set(firstColumn(PAGE));

/** Every name that the configuration asks for while it reads a whole one. */
function namesRead(): string[] {
  const vars: Record<string, string> = demoVars({
    shopUrl: "http://localhost",
    databaseUrl: "http://127.0.0.1",
    simulatorsUrl: "http://127.0.0.1",
  });
  const asked = new Set<string>();
  readConfig(
    new Proxy({} as Bindings, {
      get(_, name) {
        asked.add(String(name));
        return vars[String(name)];
      },
    }),
  );
  return [...asked];
}

test("every name that worker/config.ts reads is in the table", () => {
  const read = namesRead();
  expect(read).toContain("QUOTE_SECRET_PREVIOUS"); // the collecting works
  expect(read.filter((name) => !documented.has(name))).toEqual([]);
});

test("every binding of worker/env.ts is in the table", () => {
  const bindings = [...readText("worker/env.ts").matchAll(/readonly ([A-Z_]+)\??:/g)].map(([, name]) => name ?? "");
  expect(bindings).toContain("PAGES");
  expect(bindings.filter((name) => !documented.has(name))).toEqual([]);
});

test("every name that scripts and simulators read from the environment is in the table", () => {
  const texts = [...textsUnder("scripts"), ...textsUnder("tests"), readText("astro.config.mjs")];
  const used = texts.flatMap((text) => [
    ...[...text.matchAll(/process\.env\.([A-Z_]+)/g)].map(([, name]) => name ?? ""),
    ...[...text.matchAll(/\bport\("([A-Z_]+)"/g)].map(([, name]) => name ?? ""),
    ...[...text.matchAll(/\{([^{}]*)\} = process\.env/g)].flatMap(
      ([, names = ""]) => names.match(/\b[A-Z_]{3,}\b/g) ?? [],
    ),
  ]);
  expect(used).toContain("SHOP_PORT");
  expect([...new Set(used)].filter((name) => !documented.has(name))).toEqual([]);
});

test("no name in the table is one that nobody reads", () => {
  const sources = ["worker", "src", "scripts", "tests", "db"].flatMap((folder) => textsUnder(folder)).join("\n");
  const elsewhere = new Set(["CLOUDFLARE_API_TOKEN", "CLOUDFLARE_ACCOUNT_ID"]); // Wrangler's own
  const unread = [...documented].filter(
    (name) => !elsewhere.has(name) && !sources.includes(name.replace(/_PREVIOUS$/, "")),
  );
  expect(unread).toEqual([]);
});
