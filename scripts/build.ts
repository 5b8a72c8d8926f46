import { spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { openDatabase } from "#db/client";
import { migrate } from "#db/migrate";
import { startSqld } from "./sqld.ts";

const ROOT = resolve(import.meta.dirname, "..");
const SERVER = join(ROOT, "dist/server");
const CLIENT = join(ROOT, "dist/client");

export interface BuildOptions {
  readonly databaseUrl: string;
  readonly authToken?: string | undefined;
  /** Which part of wrangler.toml: three environments are three builds. */
  readonly env?: "dev" | "preview" | "production";
  /** The public address of the shop, for canonical addresses. */
  readonly shopUrl?: string | undefined;
  /** Takes Astro's own lines; without it they are shown only when the build fails. */
  readonly onLine?: (line: string) => void;
}

export interface Build {
  readonly buildId: string;
  /** The change counter that was read before the first page. */
  readonly counter: number;
  readonly seconds: number;
}

/** Makes every page from the database, and the one policy and build id the Worker serves them with. @throws {Error} in plain words */
export async function build({ databaseUrl, authToken, env = "dev", shopUrl, onLine }: BuildOptions): Promise<Build> {
  const started = performance.now();
  const counter = await readCounter(databaseUrl, authToken);
  const devVars = join(ROOT, ".dev.vars");
  writeFileSync(devVars, `DATABASE_URL="${databaseUrl}"\n${authToken ? `DATABASE_AUTH_TOKEN="${authToken}"\n` : ""}`, {
    mode: 0o600,
  });
  try {
    await astroBuild(env, shopUrl, onLine);
  } finally {
    rmSync(devVars, { force: true });
    rmSync(join(SERVER, ".dev.vars"), { force: true });
  }
  const buildId = `${Date.now().toString(36)}-${randomBytes(4).toString("hex")}`;
  const configuration = JSON.parse(readFileSync(join(SERVER, "wrangler.json"), "utf8")) as BuiltWorker;
  refuseWrongBindings(configuration);
  const vars = { ...configuration.vars, CSP: policyOf(CLIENT), BUILD_ID: buildId, BUILD_COUNTER: String(counter) };
  writeFileSync(join(SERVER, "wrangler.json"), JSON.stringify({ ...configuration, vars }));
  return { buildId, counter, seconds: (performance.now() - started) / 1000 };
}

async function readCounter(url: string, authToken: string | undefined): Promise<number> {
  const { rows } = await openDatabase({ url, authToken }).client.execute(
    "select value from change_counter where id = 'shop'",
  );
  return Number(rows[0]?.value ?? 0);
}

function astroBuild(env: string, shopUrl: string | undefined, onLine?: (line: string) => void): Promise<void> {
  const own = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !name.startsWith("CLOUDFLARE_") && name !== "NODE_OPTIONS"),
  );
  const child = spawn(process.execPath, [join(ROOT, "node_modules/astro/bin/astro.mjs"), "build"], {
    cwd: ROOT,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...own,
      ASTRO_TELEMETRY_DISABLED: "1",
      WRANGLER_SEND_METRICS: "false",
      ...(env === "dev" ? {} : { CLOUDFLARE_ENV: env }),
      ...(shopUrl ? { SHOP_URL: shopUrl } : {}),
    },
  });
  const said: string[] = [];
  const hear = (chunk: Buffer) => {
    for (const line of chunk.toString().split("\n").filter(Boolean)) {
      said.push(line);
      onLine?.(line);
    }
  };
  child.stdout.on("data", hear);
  child.stderr.on("data", hear);
  return new Promise((done, fail) => {
    child.once("error", fail);
    child.once("exit", (code) =>
      code === 0 ? done() : fail(new Error(`astro build ended with ${code}:\n${said.slice(-40).join("\n")}`)),
    );
  });
}

/** What is read of dist/server/wrangler.json. */
interface BuiltWorker {
  vars?: Record<string, string>;
  r2_buckets?: { binding: string }[];
  durable_objects?: { bindings?: { name: string }[] };
  assets?: { binding?: string };
  kv_namespaces?: { binding: string }[];
  images?: unknown;
}

/** @throws {Error} naming the binding that is missing, or that nobody asked for */
export function refuseWrongBindings(built: BuiltWorker): void {
  const names = [
    ...(built.r2_buckets ?? []).map(({ binding }) => binding),
    ...(built.durable_objects?.bindings ?? []).map(({ name }) => name),
    ...(built.assets?.binding ? [built.assets.binding] : []),
    ...Object.keys(built.vars ?? {}),
  ];
  const missing = ["IMAGES", "PAGES", "DOCUMENTS", "CHECKOUT_DESK", "TOKEN_KEEPER", "ASSETS", "SHOP_ENV"].filter(
    (name) => !names.includes(name),
  );
  if (missing.length > 0)
    throw new Error(
      `wrangler.toml lacks ${missing.join(", ")} in this environment: they are not inherited, repeat them there.`,
    );
  if (built.kv_namespaces?.length || built.images)
    throw new Error("The build added a KV or Images binding that the shop does not use: see astro.config.mjs.");
}

/** Inline scripts that every page may have: the one that reads the market, and what Astro starts its islands with. */
const KNOWN_SCRIPTS = [
  /^const shop = document\.documentElement;/,
  /customElements\.define\("astro-island"|customElements\.get\("astro-island"|\(self\.Astro\|\||self\.Astro|window\.Astro/,
];

/** One policy for all pages: the hash of every inline script and style found. @throws {Error} on a script nobody knows and on `style=` */
export function policyOf(folder: string): string {
  const scripts = new Set<string>();
  const styles = new Set<string>();
  for (const file of htmlFiles(folder)) {
    const html = readFileSync(file, "utf8");
    const name = file.slice(folder.length);
    if (/<[a-z][^>]*\sstyle\s*=/i.test(html.replace(/<script[\s\S]*?<\/script>/gi, "")))
      throw new Error(`${name} has a style attribute, which the policy refuses: make it a class.`);
    for (const [, attributes = "", text = ""] of html.matchAll(/<script\b([^>]*)>([\s\S]*?)<\/script>/gi)) {
      if (/\ssrc\s*=/.test(attributes) || /type\s*=\s*["']?application\/(ld\+)?json/.test(attributes)) continue;
      if (!KNOWN_SCRIPTS.some((known) => known.test(text.trim())))
        throw new Error(`${name} has an inline script nobody knows: ${text.trim().slice(0, 80)}`);
      scripts.add(hashed(text));
    }
    for (const [, text = ""] of html.matchAll(/<style\b[^>]*>([\s\S]*?)<\/style>/gi)) styles.add(hashed(text));
  }
  const list = (hashes: Set<string>) =>
    [...hashes]
      .sort()
      .map((hash) => ` '${hash}'`)
      .join("");
  return `default-src 'self'; script-src 'self'${list(scripts)}; style-src 'self'${list(styles)}; img-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`;
}

const hashed = (text: string): string => `sha256-${createHash("sha256").update(text).digest("base64")}`;

const htmlFiles = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".html"))
    .map((name) => join(folder, name));

/** `npm run build`: without DATABASE_URL on a database of its own in .data/, seeded. */
async function main(): Promise<void> {
  const { DATABASE_URL, DATABASE_AUTH_TOKEN, SQLD_PORT = "8880", SHOP_ENV, SHOP_URL } = process.env;
  const env = (["dev", "preview", "production"] as const).find((name) => name === SHOP_ENV) ?? "dev";
  const sqld = DATABASE_URL ? null : await startSqld({ folder: join(ROOT, ".data/sqld"), port: Number(SQLD_PORT) });
  try {
    const databaseUrl = DATABASE_URL ?? sqld?.url ?? "";
    if (sqld) {
      const { seed } = (await import("./seed.ts")) as {
        seed: (db: ReturnType<typeof openDatabase>, options: Record<string, unknown>) => Promise<unknown>;
      };
      const db = openDatabase({ url: databaseUrl, timeoutMs: 60_000 });
      await migrate(db);
      await seed(db, {});
    }
    const { buildId, counter, seconds } = await build({
      databaseUrl,
      authToken: DATABASE_AUTH_TOKEN,
      env,
      shopUrl: SHOP_URL,
      onLine: (line) => console.log(line),
    });
    console.log(`Built ${buildId} at change ${counter} in ${seconds.toFixed(1)} s.`);
  } finally {
    await sqld?.stop();
  }
}

if (import.meta.main) {
  await main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
}
