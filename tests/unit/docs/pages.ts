import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

export const ROOT = resolve(import.meta.dirname, "../../..");
export const readText = (path: string): string => readFileSync(join(ROOT, path), "utf8");

/** The text of every file under a folder whose name ends so. */
export const textsUnder = (folder: string, ending = /\.(ts|tsx|astro|mjs)$/): string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => ending.test(name))
    .map((name) => readText(join(folder, name)));

/** What stands in the first column of a page's tables: the words in backticks. */
export const firstColumn = (page: string): string[] =>
  readText(page)
    .split("\n")
    .flatMap((line) => /^\| `([^`]+)`/.exec(line)?.[1] ?? []);
