import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { join, resolve } from "node:path";
import { Miniflare } from "miniflare";
import { openDatabase } from "#db/client";
import { migrate } from "#db/migrate";
import { miniflareOptions, putPictures } from "./miniflare.ts";
import { freePort } from "./processes.ts";
import { seed } from "./seed.ts";
import { demoVars } from "./settings.ts";
import { startSqld } from "./sqld.ts";

const ROOT = resolve(import.meta.dirname, "..");
const MADE_FROM = [
  "src",
  "worker",
  "db",
  "public",
  "astro.config.mjs",
  "wrangler.toml",
  "package-lock.json",
  "scripts/build.ts",
  "scripts/seed.ts",
];

/** A built shop with its seeded data, made once for each state of the sources; tests and proofs copy it. */
export interface Template {
  readonly folder: string;
  readonly dist: string;
}

/** Makes the template, or finds the one that was made from these very sources. */
export async function template(onWords: (words: string) => void = () => undefined): Promise<Template> {
  const digest = digestOfSources();
  const folder = process.env.DUKA_TEMPLATE ?? join(ROOT, ".cache", `shop-${digest}`);
  const made = { folder, dist: join(folder, "dist") };
  if (existsSync(join(folder, "ready"))) return made;
  onWords("Building the shop");
  forgetOldOnes();
  const draft = `${folder}.${process.pid}`;
  mkdirSync(draft, { recursive: true });
  copySources(draft);
  const sqld = await startSqld({ folder: join(draft, "sqld"), port: await freePort() });
  try {
    const db = openDatabase({ url: sqld.url, timeoutMs: 60_000 });
    await migrate(db);
    await seed(db);
    await buildIn(draft, sqld.url);
    const vars = demoVars({ shopUrl: "http://localhost", databaseUrl: sqld.url, simulatorsUrl: "http://127.0.0.1" });
    const mf = new Miniflare(miniflareOptions(join(draft, "dist/server"), { port: 0, persist: draft, vars }));
    await mf.ready;
    await putPictures(mf, join(ROOT, "db/seed/pictures"));
    await mf.dispose();
  } finally {
    await sqld.stop();
  }
  mkdirSync(join(draft, "ready"));
  if (!existsSync(folder)) renameSync(draft, folder);
  return made;
}

/** The build works on a copy: the sources may be edited, and another build may run, while it does. */
function copySources(folder: string): void {
  const inside = (path: string) => !path.includes("/db/seed/pictures/") || path.endsWith(".json");
  for (const name of [...MADE_FROM, "scripts", "tests", "package.json", "tsconfig.json"])
    cpSync(join(ROOT, name), join(folder, name), { recursive: true, filter: inside });
  symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
}

/** Builds in a folder of its own. @throws {Error} with the builder's last lines */
export function buildIn(folder: string, databaseUrl: string): Promise<number> {
  const began = performance.now();
  const child = spawn(process.execPath, ["scripts/build.ts"], {
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, DATABASE_URL: databaseUrl },
  });
  let said = "";
  const hear = (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-4_000);
  };
  child.stdout.on("data", hear);
  child.stderr.on("data", hear);
  return new Promise((done, fail) =>
    child.once("exit", (code) =>
      code === 0
        ? done((performance.now() - began) / 1_000)
        : fail(new Error(`The build ended with ${code}:\n${said}`)),
    ),
  );
}

const KEPT_MS = 2 * 3_600_000;

function forgetOldOnes(): void {
  const cache = join(ROOT, ".cache");
  if (!existsSync(cache)) return;
  for (const name of readdirSync(cache)) {
    if (Date.now() - statSync(join(cache, name)).mtimeMs > KEPT_MS)
      rmSync(join(cache, name), { recursive: true, force: true });
  }
}

function digestOfSources(): string {
  const hash = createHash("sha256");
  const add = (path: string): void => {
    if (statSync(path).isDirectory()) for (const name of readdirSync(path).sort()) add(join(path, name));
    else hash.update(path).update(readFileSync(path));
  };
  for (const name of MADE_FROM) add(join(ROOT, name));
  return hash.digest("hex").slice(0, 16);
}
