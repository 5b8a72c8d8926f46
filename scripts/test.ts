import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { constants, setPriority, tmpdir } from "node:os";
import { join } from "node:path";

/** `npm test`: types, format and lint beside every test. The last line counts them all: "N passed, N failed". */
const COUNTS = join(mkdtempSync(join(tmpdir(), "duka-counts-")), "counts.json");
const counts = { passed: 0, failed: 0, skipped: 0 };
const env = { ...process.env, COUNTS_FILE: COUNTS, ASTRO_TELEMETRY_DISABLED: "1", WRANGLER_SEND_METRICS: "false" };

/** Runs to its end; what it says is held back, so that two may run at once. */
function ended(command: string, args: readonly string[]): Promise<{ ok: boolean; said: string }> {
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"], env });
  if (child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_BELOW_NORMAL); // tests have clocks, these have none
  let said = "";
  const hear = (chunk: Buffer) => {
    said += chunk.toString();
  };
  child.stdout.on("data", hear);
  child.stderr.on("data", hear);
  return new Promise((done) => {
    child.once("error", (error) => done({ ok: false, said: `${said}${error.message}\n` }));
    child.once("close", (code) => done({ ok: code === 0, said }));
  });
}

async function check(words: string, command: string, args: readonly string[]): Promise<string> {
  const began = performance.now();
  const { ok, said } = await ended(command, args);
  counts[ok ? "passed" : "failed"] += 1;
  return `${ok ? "" : said}${ok ? "✓" : "✗"} ${words} (${((performance.now() - began) / 1_000).toFixed(0)} s)`;
}

async function checks(): Promise<string[]> {
  return [
    await check("format and lint", "biome", ["check", "--error-on-warnings", "."]),
    await check("types", "tsc", ["--noEmit"]),
    await check("types in pages", "astro", [
      "check",
      "--tsconfig",
      "src/tsconfig.pages.json",
      "--minimumSeverity",
      "error",
    ]),
  ];
}

const tests = (): Promise<number | null> =>
  new Promise((done) =>
    spawn("vitest", ["run", ...process.argv.slice(2)], { stdio: "inherit", env })
      .once("error", () => done(null))
      .once("close", done),
  );

const [status, said] = await Promise.all([tests(), checks()]);
try {
  const told = JSON.parse(readFileSync(COUNTS, "utf8")) as typeof counts;
  for (const name of ["passed", "failed", "skipped"] as const) counts[name] += told[name];
} catch {
  counts.failed += 1; // the runner itself ended early
}
if (status !== 0 && counts.failed === 0) counts.failed += 1;
console.log(said.join("\n"));
console.log(
  `${counts.passed} passed, ${counts.failed} failed${counts.skipped > 0 ? `, ${counts.skipped} skipped` : ""}`,
);
process.exit(counts.failed === 0 ? 0 : 1);
