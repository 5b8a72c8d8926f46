import { execFileSync } from "node:child_process";
import { accessSync, constants, existsSync, mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { DomainError } from "#domain/errors";
import type { Bindings } from "#worker/env";
import { readConfig } from "../worker/config.ts";
import { needFreePort } from "./processes.ts";
import { demoVars, localPorts } from "./settings.ts";
import { sqldBinary } from "./sqld.ts";

/** `npm run doctor`: what this machine needs for a shop, one sentence each. Ends with 1 when something is missing. */
const ROOT = resolve(import.meta.dirname, "..");
const LEAST_NODE = [22, 18] as const; // the first that runs TypeScript files as they are; Astro and Wrangler want 22.12

/** What a check found; it throws one sentence when something is missing. */
type Check = () => string | Promise<string>;

const CHECKS: readonly Check[] = [
  node,
  packages,
  () => `The libSQL server is here: ${versionOf(sqldBinary(), "the libSQL server")}.`,
  () => `The Workers runtime is here: ${versionOf(workerdBinary(), "the Workers runtime")}.`,
  browser,
  dataFolder,
  () =>
    port(localPorts.shop, "the shop", "SHOP_PORT", "/api/health", /"status":"(ok|degraded)"/, "a shop is open there"),
  () => port(localPorts.sqld, "the database", "SQLD_PORT", "/health", /^/, "a database answers there"),
  () =>
    port(
      localPorts.simulators,
      "the simulated providers",
      "SIMULATORS_PORT",
      "/_control/faults",
      /"faults"/,
      "they are running",
    ),
  database,
  configuration,
];

function node(): string {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major < LEAST_NODE[0] || (major === LEAST_NODE[0] && minor < LEAST_NODE[1]))
    throw new Error(
      `Node ${process.versions.node} is too old: run npm ci, which brings Node 24 on Linux x64, or install Node 24.`,
    );
  return `Node ${process.versions.node} runs this.`;
}

/** Every dependency in the version that package.json asks for. Packages for other machines are left out. */
function packages(): string {
  const wanted = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as Record<string, Record<string, string>>;
  const names = Object.entries({ ...wanted.dependencies, ...wanted.devDependencies });
  const wrong = names.filter(([name, version]) => {
    const file = join(ROOT, "node_modules", name, "package.json");
    return !existsSync(file) || (JSON.parse(readFileSync(file, "utf8")) as { version: string }).version !== version;
  });
  if (wrong.length > 0)
    throw new Error(`Not installed as package.json asks: ${wrong.map(([name]) => name).join(", ")}. Run npm ci.`);
  return `All ${names.length} packages are installed.`;
}

function workerdBinary(): string {
  try {
    const ours = createRequire(import.meta.url);
    const found = createRequire(ours.resolve("miniflare"))("workerd") as { default?: string } | string;
    return typeof found === "string" ? found : (found.default ?? "");
  } catch {
    throw new Error("The Workers runtime is missing: the package miniflare is not installed whole. Run npm ci.");
  }
}

function versionOf(binary: string, what: string): string {
  try {
    return (
      execFileSync(binary, ["--version"], { encoding: "utf8", timeout: 10_000 })
        .trim()
        .split("\n")[0]
        ?.replace(/^sqld (?=sqld)/, "") ?? ""
    );
  } catch {
    throw new Error(
      `${what[0]?.toUpperCase()}${what.slice(1)} does not start on this machine (${binary}). Run npm ci.`,
    );
  }
}

async function browser(): Promise<string> {
  const { default: carried } = await import("@sparticuz/chromium").catch(() => {
    throw new Error(
      "The browser for the tests is missing: the package @sparticuz/chromium is not installed. Run npm ci.",
    );
  });
  return `The browser for the tests is here: ${versionOf(await carried.executablePath(), "the browser for the tests")}.`;
}

function dataFolder(): string {
  const folder = join(ROOT, ".data");
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
  } catch {
    throw new Error(`The folder ${folder} cannot be written, so the shop has nowhere to keep its data.`);
  }
  return "The folder .data can be written.";
}

/** Free, or held by the very part that belongs there. */
async function port(
  number: number,
  what: string,
  variable: string,
  path: string,
  says: RegExp,
  then: string,
): Promise<string> {
  try {
    await needFreePort(number, what, variable);
    return `Port ${number} is free for ${what}.`;
  } catch (taken) {
    const answer = await fetch(`http://127.0.0.1:${number}${path}`, { signal: AbortSignal.timeout(5_000) })
      .then((response) => response.text())
      .catch(() => null);
    if (answer === null || !says.test(answer)) throw taken;
    return `Port ${number} is in use for ${what}: ${then}.`;
  }
}

async function database(): Promise<string> {
  const { DATABASE_URL: url, DATABASE_AUTH_TOKEN: authToken } = process.env;
  if (!url) return "DATABASE_URL is not set: npm start brings a database of its own.";
  const { openDatabase } = await import("#db/client");
  const tables = await openDatabase({ url, authToken })
    .client.execute("SELECT count(*) AS n FROM sqlite_schema WHERE name = 'migrations'")
    .catch((error: unknown) => {
      throw new Error(
        `The database at DATABASE_URL does not answer: ${error instanceof Error ? error.message : String(error)}.`,
      );
    });
  return `The database at DATABASE_URL answers${Number(tables.rows[0]?.n) === 1 ? "." : ", and has no tables yet."}`;
}

/** The environment's own configuration when SHOP_ENV asks for one, else the demo shop's. @throws naming the key */
function configuration(): string {
  const demo = demoVars({
    shopUrl: "http://localhost",
    databaseUrl: "http://127.0.0.1",
    simulatorsUrl: "http://127.0.0.1",
  });
  const vars = process.env.SHOP_ENV ? process.env : demo;
  const { env, mpesa, mail, sms } = readConfig(vars as unknown as Bindings);
  const ways = [mpesa && `M-Pesa (${mpesa.mode})`, "cash", mail && "mail", sms && "SMS"].filter(Boolean).join(", ");
  return `The configuration ${process.env.SHOP_ENV ? `for ${env}` : "of the demo shop"} is whole: ${ways}.`;
}

let missing = 0;
for (const check of CHECKS) {
  try {
    console.log(`✓ ${await check()}`);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    missing += 1;
    console.log(`✗ ${error instanceof DomainError ? `${error.message} See docs/configuration.md.` : error.message}`);
  }
}
console.log(
  missing === 0 ? "\nNothing is missing." : `\n${missing === 1 ? "One thing is" : `${missing} things are`} missing.`,
);
process.exit(missing === 0 ? 0 : 1);
