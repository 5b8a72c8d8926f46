import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { ROOT, readText } from "./pages.ts";

const pages = [
  "README.md",
  ...readdirSync(join(ROOT, "docs"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
];

test.each(pages)("what %s points at is there", (page) => {
  const text = readText(page);
  const links = [...text.matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)/g)].map(([, to]) =>
    join(dirname(page), to ?? ""),
  );
  const files = [
    ...text.matchAll(/`((?:src|worker|db|scripts|tests|docs|public)\/[\w./[\]-]+\.(?:tsx?|astro|sql|md|css|grit))`/g),
  ].map(([, file]) => file ?? "");
  expect([...links, ...files].filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
});

test("every npm script that a page names is in package.json", () => {
  const { scripts } = JSON.parse(readText("package.json")) as { scripts: Record<string, string> };
  const named = pages.flatMap((page) =>
    [...readText(page).matchAll(/npm run ([a-z:-]+)/g)].map(([, name]) => name ?? ""),
  );
  expect([...new Set(named)].filter((name) => !(name in scripts))).toEqual([]);
});
