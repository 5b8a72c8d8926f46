import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs, parseEnv } from "node:util";
import { type Database, openDatabase } from "#db/client";
import { migrate } from "#db/migrate";
import type { Account } from "#db/queries/accounts";
import { DomainError } from "#domain/errors";
import type { Bindings } from "#worker/env";
import { accountsIn, leftBehind } from "#worker/payments/left-behind";
import { readConfig } from "../worker/config.ts";
import { type Build, build } from "./build.ts";
import { freePort, needFreePort } from "./processes.ts";
import { seed } from "./seed.ts";
import { localPorts } from "./settings.ts";
import { startSqld } from "./sqld.ts";

const USAGE = `npm run deploy -- [--env production|preview] [--vars FILE] [--keep-secrets] [--force] [--dry-run]

  --env           which part of wrangler.toml; production without it
  --vars FILE     reads the configuration from a file of NAME=value lines; the environment's own values go before it
  --keep-secrets  leaves the Worker's secrets as they are; else the checked configuration goes up with the new version
  --force         deploys although payments, refunds or disputes of another account or mode are under way (npm run switch-check)
  --dry-run       checks, builds and packs, and sends nothing; works without a network and without an account`;

const ROOT = resolve(import.meta.dirname, "..");
const BUILT = join(ROOT, "dist/server/wrangler.json");
const MOST_BUILDS = 3;
const ANSWER_WITHIN_MS = 90_000;
const PUBLISHED_WITHIN_MS = 180_000;

type Environment = "preview" | "production";
/** The configuration of the Worker, by name, as it is stored at the platform. */
type Secrets = Readonly<Record<string, string>>;

/** Something the one who deploys can mend; its message is a sentence. */
class Refused extends Error {}

/** `npm run deploy`: checks, migrates, builds, uploads, and waits until the new version answers and its pages are at the newest change. */
async function deploy(): Promise<void> {
  const { env, dryRun, keepSecrets, force, given } = readOptions();
  const secrets = checked(env, given, dryRun);
  await needFreePort(localPorts.shop, "nobody while dist is built", "SHOP_PORT").catch(() => {
    throw new Refused(
      `Something listens on port ${localPorts.shop}. A shop that runs from this folder would lose its pages to the new build: stop it first.`,
    );
  });
  if (dryRun) {
    await buildFromDemo(env, secrets?.SHOP_URL);
    wrangler("deploy", "--config", BUILT, "--dry-run", "--outdir", mkdtempSync(join(tmpdir(), "duka-packed-")));
    console.log(
      "Nothing was sent. The Worker in dist/ holds demo pages: deploy builds it again from the shop's database.",
    );
    return;
  }
  if (!secrets) throw new Error("unreachable: without a dry run the configuration is checked");
  const { DATABASE_URL: url = "", DATABASE_AUTH_TOKEN: authToken, SHOP_URL: shopUrl = "" } = secrets;
  const db = openDatabase({ url, authToken, timeoutMs: 60_000 });
  await needFunctions(db);
  const applied = await migrate(db);
  console.log(applied.length > 0 ? `Migrated: ${applied.join(", ")}.` : "The database is at the newest migration.");
  await needNothingLeft(db, accountsOf(env, secrets), force);
  const { buildId, counter } = await buildStill(db, { databaseUrl: url, authToken, env, shopUrl });
  upload(keepSecrets ? null : secrets);
  await untilAnswers(shopUrl, buildId);
  await untilPublished(db, buildId, counter);
}

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        env: { type: "string", default: "production" },
        vars: { type: "string" },
        "keep-secrets": { type: "boolean", default: false },
        force: { type: "boolean", default: false },
        "dry-run": { type: "boolean", default: false },
        help: { type: "boolean", short: "h" },
      },
    });
    if (values.help) {
      console.log(USAGE);
      process.exit(0);
    }
    if (values.env !== "preview" && values.env !== "production")
      throw new Error(`There is no environment ${values.env}.`);
    const file = values.vars ? parseEnv(readFileSync(values.vars, "utf8")) : {};
    return {
      env: values.env as Environment,
      dryRun: values["dry-run"],
      keepSecrets: values["keep-secrets"],
      force: values.force,
      given: { ...file, ...process.env },
    };
  } catch (error) {
    throw new Refused(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
  }
}

/**
 * Reads the configuration as the deployed Worker will, and collects every name it asks for. `null`: a dry run on a machine that has
 * none of it. @throws {Refused} naming the key
 */
function checked(env: Environment, given: Record<string, string | undefined>, dryRun: boolean): Secrets | null {
  const secrets: Record<string, string> = {};
  const bindings = new Proxy({} as Bindings, {
    get(_, name) {
      if (name === "SHOP_ENV") return env; // a variable of wrangler.toml
      const value = given[String(name)]?.trim();
      if (value) secrets[String(name)] = value;
      return value;
    },
  });
  try {
    if (given.SHOP_ENV && given.SHOP_ENV !== env)
      throw new Refused(`SHOP_ENV is ${given.SHOP_ENV}, but ${env} is to be deployed.`);
    readConfig(bindings);
    console.log(`The configuration for ${env} is whole: ${Object.keys(secrets).sort().join(", ")}.`);
    return secrets;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    if (dryRun && Object.keys(secrets).length === 0) {
      console.log(
        `No configuration for ${env} is set here, so it is not checked (docs/configuration.md has every name).`,
      );
      return null;
    }
    throw new Refused(`${error.message} Nothing was deployed. docs/configuration.md explains every name.`);
  }
}

/** The accounts that the new version will be set up with. */
const accountsOf = (env: Environment, secrets: Secrets): Account[] =>
  accountsIn(readConfig({ ...secrets, SHOP_ENV: env } as unknown as Bindings));

/** Money that nobody could ask about any more under the new configuration. @throws {Refused} naming it, unless forced */
async function needNothingLeft(db: Database, accounts: readonly Account[], force: boolean): Promise<void> {
  const { left } = await leftBehind(db, accounts);
  if (left.length === 0) return;
  const named = left.map(({ sentence }) => `  ${sentence}`).join("\n");
  if (!force)
    throw new Refused(
      `Something is under way under an account or a mode that this configuration does not have:\n${named}\nLet it end first, or deploy with --force: people then look it up by hand. Nothing was deployed.`,
    );
  console.log(`Forced, though this is left behind:\n${named}`);
}

/** What the triggers and views are written with; a server without it would take orders and fail at the first payment. */
async function needFunctions(db: Database): Promise<void> {
  await db.client
    .execute("SELECT lower(hex(sha3('duka', 256))), unixepoch('subsec'), '{}' ->> 'a'")
    .catch((error: unknown) => {
      throw new Refused(
        `The database at DATABASE_URL cannot be used: ${error instanceof Error ? error.message : String(error)}. Nothing was deployed.`,
      );
    });
}

type BuildFrom = Pick<Parameters<typeof build>[0], "databaseUrl" | "authToken" | "env" | "shopUrl">;

/** Builds until nothing was edited meanwhile: so the new version has the newest page of everything when it takes over. */
async function buildStill(db: Database, from: BuildFrom): Promise<Build> {
  for (let builds = 1; ; builds++) {
    const built = await build(from);
    console.log(`Built ${built.buildId} at change ${built.counter} in ${built.seconds.toFixed(0)} s.`);
    const { rows } = await db.client.execute("SELECT value FROM change_counter WHERE id = 'shop'");
    const now = Number(rows[0]?.value ?? 0);
    if (now === built.counter) return built;
    if (builds === MOST_BUILDS) {
      console.log(`The shop is being edited (change ${now}): those pages follow with the first round.`);
      return built;
    }
    console.log(`The shop was edited meanwhile (change ${now}): building again.`);
  }
}

/** A dry run's pages come from a demo database that is thrown away. */
async function buildFromDemo(env: Environment, shopUrl: string | undefined): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "duka-dry-"));
  const sqld = await startSqld({ folder, port: await freePort() });
  try {
    const db = openDatabase({ url: sqld.url, timeoutMs: 60_000 });
    await migrate(db);
    await seed(db);
    const { buildId, seconds } = await build({ databaseUrl: sqld.url, env, shopUrl });
    console.log(`Built ${buildId} for ${env} from demo goods in ${seconds.toFixed(0)} s.`);
  } finally {
    await sqld.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The code, the pages and the configuration become one version: what was checked is what runs. */
function upload(secrets: Secrets | null): void {
  const folder = mkdtempSync(join(tmpdir(), "duka-secrets-")); // only its owner may look into it
  const file = join(folder, "secrets.json");
  try {
    if (secrets) writeFileSync(file, JSON.stringify(secrets), { mode: 0o600 });
    wrangler("deploy", "--config", BUILT, ...(secrets ? ["--secrets-file", file] : []));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function wrangler(...args: string[]): void {
  const { status } = spawnSync(process.execPath, [join(ROOT, "node_modules/wrangler/bin/wrangler.js"), ...args], {
    cwd: ROOT,
    stdio: "inherit",
    env: { ...process.env, WRANGLER_SEND_METRICS: "false" },
  });
  if (status !== 0) throw new Refused(`wrangler ${args[0]} ended with ${status}. What it said stands above.`);
}

/** @throws {Refused} when another version answers, or none */
async function untilAnswers(shopUrl: string, buildId: string): Promise<void> {
  let said = "no answer";
  for (const end = Date.now() + ANSWER_WITHIN_MS; Date.now() < end; await pause()) {
    const health = await fetch(`${shopUrl}/api/health`, { signal: AbortSignal.timeout(5_000) })
      .then(async (answer) => ({ status: answer.status, text: await answer.text() }))
      .catch(() => null);
    if (health?.status === 200 && health.text.includes(buildId)) {
      console.log(`${shopUrl} answers with this version, its database and its files are well.`);
      return;
    }
    if (health) said = `${health.status} ${health.text.slice(0, 300)}`;
  }
  throw new Refused(
    `The new version was uploaded, but ${shopUrl}/api/health says: ${said}. docs/deployment.md tells how to go back.`,
  );
}

/** The first round of the new version's cron: what was edited after the build read the database. */
async function untilPublished(db: Database, buildId: string, counter: number): Promise<void> {
  for (const end = Date.now() + PUBLISHED_WITHIN_MS; Date.now() < end; await pause()) {
    const { rows } = await db.client.execute({
      sql: "SELECT count(*) AS n FROM outbox WHERE channel = 'publish' AND version > ? AND NOT (done_build IS ? AND done_version >= version)",
      args: [counter, buildId],
    });
    if (Number(rows[0]?.n) === 0) {
      console.log("Every page is at the newest change.");
      return;
    }
  }
  console.log("Some pages still wait for their round; the log of the Worker says why (wrangler tail).");
}

const pause = () => new Promise((done) => setTimeout(done, 2_000));

try {
  await deploy();
} catch (error) {
  if (!(error instanceof Refused)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
