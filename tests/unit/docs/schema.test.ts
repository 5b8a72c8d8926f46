import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { ROOT, readText } from "./pages.ts";

const written = (page: string): string =>
  execFileSync(process.execPath, ["--disable-warning=ExperimentalWarning", "scripts/docs-schema.ts", "--print", page], {
    cwd: ROOT,
    encoding: "utf8",
  });
const HINT = "run npm run docs:schema and commit what it writes";

test("docs/schema.md describes the database that the migrations make", () => {
  expect(readText("docs/schema.md"), HINT).toBe(written("schema"));
});

test("docs/routes.md lists every route with its permission and its roles", () => {
  expect(readText("docs/routes.md"), HINT).toBe(written("routes"));
});
