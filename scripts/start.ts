import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { Miniflare } from "miniflare";
import { openDatabase } from "#db/client";
import { migrate } from "#db/migrate";
import { DEMO_PASSWORD, people } from "../db/seed/people.ts";
import { build } from "./build.ts";
import { miniflareOptions, putPictures } from "./miniflare.ts";
import { registerAtPortals } from "./portals.ts";
import { type Child, needFreePort, startScript } from "./processes.ts";
import { markRunning, markStopped, runningShop } from "./running.ts";
import { seed } from "./seed.ts";
import { demoVars, localPorts } from "./settings.ts";
import { type Sqld, startSqld } from "./sqld.ts";

/** `npm start`: a whole shop on this machine, with demo goods and simulated providers. Ctrl-C stops all of it. */
const DATA = ".data";
const started = performance.now();
const running: (Child | Sqld)[] = [];
let marked = false;

async function stopAll(): Promise<void> {
  for (const part of running.splice(0).reverse()) await part.stop();
  if (marked) markStopped();
}

async function step<T>(words: string, work: () => Promise<T>): Promise<T> {
  const began = performance.now();
  process.stdout.write(`${words} … `);
  const result = await work();
  console.log(`${((performance.now() - began) / 1_000).toFixed(1)} s`);
  return result;
}

async function start(): Promise<void> {
  const { shop, sqld: database, simulators } = localPorts;
  await needFreePort(shop, "the shop", "SHOP_PORT");
  await needFreePort(database, "the database", "SQLD_PORT");
  await needFreePort(simulators, "the simulated providers", "SIMULATORS_PORT");
  if (runningShop()) throw new Error("A shop of this folder is running already. Stop it first (Ctrl-C).");
  markRunning();
  marked = true;
  useOurHooks();

  const sqld = await step("Database", () => startSqld({ folder: `${DATA}/sqld`, port: database }));
  running.push(sqld);
  const shopUrl = `http://localhost:${shop}`;
  const simulatorsUrl = `http://127.0.0.1:${simulators}`;
  const vars = demoVars({ shopUrl, databaseUrl: sqld.url, simulatorsUrl });
  const db = openDatabase({ url: sqld.url, timeoutMs: 60_000 });
  await step("Tables", () => migrate(db));
  await step("Demo goods", () => seed(db));
  running.push(
    await step("Simulated providers", () =>
      startScript(["tests/simulators/main.ts"], /127\.0\.0\.1|localhost|listening|ready/i, {
        SIMULATORS_PORT: String(simulators),
        SIMULATORS_STATE: `${DATA}/simulators.json`,
      }),
    ),
  );
  const built = await step("Pages", () => build({ databaseUrl: sqld.url, shopUrl }));
  await step("Pictures", () => withMiniflare(vars, (mf) => putPictures(mf, "db/seed/pictures")));
  await step("Shop", async () => {
    running.push(
      await startScript(
        ["scripts/worker.ts", JSON.stringify({ port: shop, persist: DATA, dist: "dist/server", vars })],
        /^ready$/,
        {},
        relay,
      ),
    );
    await registerAtPortals(simulatorsUrl, vars);
    await round(shopUrl); // what was edited since the build read the database is on its page before anyone looks
  });
  setInterval(() => void round(shopUrl), 60_000);
  sayWhereItIs(shopUrl, simulators, (performance.now() - started) / 1_000, built.seconds);
}

/** Miniflare on the same folder, closed again before the Worker starts on it. */
async function withMiniflare<T>(vars: Record<string, string>, work: (mf: Miniflare) => Promise<T>): Promise<T> {
  const mf = new Miniflare(miniflareOptions("dist/server", { port: 0, persist: DATA, vars }));
  try {
    await mf.ready;
    return await work(mf);
  } finally {
    await mf.dispose();
  }
}

/** The platform's cron, once a minute. */
const round = (shopUrl: string): Promise<unknown> =>
  fetch(`${shopUrl}/cdn-cgi/handler/scheduled`, { method: "POST" }).catch(() => undefined);

const relay = (line: string): void => {
  if (/"level":"(error|warn)"/.test(line) || /error/i.test(line)) console.error(line);
};

/** Commits are checked by the project's own hooks; there is no install script that could set them. */
function useOurHooks(): void {
  if (!existsSync(".git")) return;
  try {
    execFileSync("git", ["config", "core.hooksPath", ".ci/hooks"], { stdio: "ignore" });
  } catch {
    // no git on this machine: nothing to check
  }
}

function sayWhereItIs(shopUrl: string, simulators: number, seconds: number, buildSeconds: number): void {
  const lines = [
    "",
    `Duka is open after ${seconds.toFixed(0)} s (its pages took ${buildSeconds.toFixed(0)} s).`,
    `  Shop             ${shopUrl}`,
    `  Staff console    ${shopUrl}/staff`,
    `  Providers        http://localhost:${simulators}, all of them simulated`,
    `  Simulated phone  http://localhost:${simulators}/phone`,
    `  Mail and SMS     http://localhost:${simulators}/inbox`,
    `  API              ${shopUrl}/api/docs`,
    "",
    `Demo accounts, password ${DEMO_PASSWORD}:`,
    ...people.map(({ email, role }) => `  ${role.padEnd(11)} ${email}`),
    "",
    "Ctrl-C stops all of it. The data stays in .data; npm run reset clears it.",
  ];
  console.log(lines.join("\n"));
}

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => {
    console.log("\nClosing the shop …");
    void stopAll().then(() => process.exit(0));
  });
}
start().catch(async (error: unknown) => {
  console.error(`\n${error instanceof Error ? error.message : String(error)}`);
  await stopAll();
  process.exit(1);
});
