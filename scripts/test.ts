import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** `npm test`: types, format and lint, then every test. The last line counts them all: "N passed, N failed". */
const COUNTS = join(mkdtempSync(join(tmpdir(), "duka-counts-")), "counts.json");
const counts = { passed: 0, failed: 0, skipped: 0 };
const env = { ...process.env, COUNTS_FILE: COUNTS, ASTRO_TELEMETRY_DISABLED: "1", WRANGLER_SEND_METRICS: "false" };

function check(words: string, command: string, args: readonly string[]): boolean {
  const began = performance.now();
  const ok = spawnSync(command, args, { stdio: "inherit", env }).status === 0;
  console.log(`${ok ? "✓" : "✗"} ${words} (${((performance.now() - began) / 1_000).toFixed(0)} s)`);
  counts[ok ? "passed" : "failed"] += 1;
  return ok;
}

check("format and lint", "biome", ["check", "--error-on-warnings", "."]);
check("types", "tsc", ["--noEmit"]);
check("types in pages", "astro", ["check", "--minimumSeverity", "error"]);
const ran = spawnSync("vitest", ["run", ...process.argv.slice(2)], { stdio: "inherit", env });
try {
  const told = JSON.parse(readFileSync(COUNTS, "utf8")) as typeof counts;
  for (const name of ["passed", "failed", "skipped"] as const) counts[name] += told[name];
} catch {
  counts.failed += 1; // the runner itself ended early
}
if (ran.status !== 0 && counts.failed === 0) counts.failed += 1;
console.log(
  `${counts.passed} passed, ${counts.failed} failed${counts.skipped > 0 ? `, ${counts.skipped} skipped` : ""}`,
);
process.exit(counts.failed === 0 ? 0 : 1);
