import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { firstColumn, ROOT, readText } from "./pages.ts";

const PAGE = "docs/dependencies.md";
const asked = JSON.parse(readText("package.json")) as Record<string, Record<string, string>>;
const names = ["dependencies", "devDependencies", "optionalDependencies"].flatMap((kind) =>
  Object.keys(asked[kind] ?? {}),
);

test("every dependency has a line, and no line is about one that is gone", () => {
  expect(firstColumn(PAGE).toSorted()).toEqual(names.toSorted());
});

test("each line names the licence that the package itself names", () => {
  const lines = readText(PAGE).split("\n");
  const wrong = names.filter((name) => {
    const file = join(ROOT, "node_modules", name, "package.json");
    if (!existsSync(file)) return false; // a package for another machine
    const { license } = JSON.parse(readFileSync(file, "utf8")) as { license: string };
    const line = lines.find((one) => one.startsWith(`| \`${name}\` `)) ?? "";
    return line.split("|").at(3)?.trim() !== license;
  });
  expect(wrong).toEqual([]);
});
