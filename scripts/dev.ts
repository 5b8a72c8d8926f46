import { cpSync, rmSync, watch } from "node:fs";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import { join, resolve } from "node:path";
import { Miniflare } from "miniflare";
import { openDatabase } from "#db/client";
import { migrate } from "#db/migrate";
import { build } from "./build.ts";
import { miniflareOptions, putPictures } from "./miniflare.ts";
import { type Child, freePort, needFreePort, startScript } from "./processes.ts";
import { seed } from "./seed.ts";
import { demoVars, localPorts } from "./settings.ts";
import { startSqld } from "./sqld.ts";

/**
 * `npm run dev`: the whole shop, built again at each change of its sources, and the browser told to reload. What runs is the built
 * Worker, as everywhere: its pages come from layers that a dev server does not have.
 */
const ROOT = resolve(import.meta.dirname, "..");
const DATA = ".data";
const DIST = join(ROOT, ".data/dev"); // a copy: the shop goes on from it while the next build is made, or fails
const SOURCES = ["src", "worker", "db", "public", "astro.config.mjs", "wrangler.toml"];
const RELOAD = "/_dev/reload";
const QUIET_MS = 200; // an editor's save is several changes

const { shop, sqld: databasePort, simulators } = localPorts;
const shopUrl = `http://localhost:${shop}`;
const parts: { stop(): Promise<void> }[] = [];
const listeners = new Set<ServerResponse>();
let worker: { child: Child; port: number } | null = null;

async function dev(): Promise<void> {
  await needFreePort(shop, "the shop", "SHOP_PORT");
  await needFreePort(databasePort, "the database", "SQLD_PORT");
  await needFreePort(simulators, "the simulated providers", "SIMULATORS_PORT");
  const sqld = await startSqld({ folder: `${DATA}/sqld`, port: databasePort });
  parts.push(sqld);
  parts.push(
    await startScript(["tests/simulators/main.ts"], /Simulators at/, {
      SIMULATORS_PORT: String(simulators),
      SIMULATORS_STATE: `${DATA}/simulators.json`,
    }),
  );
  const vars = demoVars({ shopUrl, databaseUrl: sqld.url, simulatorsUrl: `http://127.0.0.1:${simulators}` });
  await seedFirst(sqld.url);
  if (!(await renew(sqld.url, vars, "the first build"))) throw new Error("There is no shop yet to work on.");
  createServer(forward).listen(shop, "127.0.0.1");
  setInterval(() => worker && void round(worker.port), 60_000);
  watchSources((name) => renew(sqld.url, vars, name));
  console.log(
    `\n  Shop             ${shopUrl}   reloads after each change\n  Simulated phone  http://localhost:${simulators}/phone\n  Mail and SMS     http://localhost:${simulators}/inbox\n\nCtrl-C stops all of it.\n`,
  );
}

async function seedFirst(databaseUrl: string): Promise<void> {
  const db = openDatabase({ url: databaseUrl, timeoutMs: 60_000 });
  await migrate(db);
  await seed(db);
}

/** Migrates, builds, and puts a new Worker in the old one's place. When that fails the old one stays. @returns whether it stands */
async function renew(databaseUrl: string, vars: Record<string, string>, because: string): Promise<boolean> {
  const began = performance.now();
  process.stdout.write(`${because} … `);
  try {
    await migrate(openDatabase({ url: databaseUrl, timeoutMs: 60_000 }));
    await build({ databaseUrl, shopUrl });
    const old = worker;
    worker = null; // requests wait from here on
    await old?.child.stop();
    rmSync(DIST, { recursive: true, force: true });
    cpSync(join(ROOT, "dist"), DIST, { recursive: true });
    if (!old) await putSeedPictures(vars);
    worker = await startWorker(vars);
    console.log(`${((performance.now() - began) / 1_000).toFixed(1)} s`);
    for (const listener of listeners) listener.write("data: reload\n\n");
    return true;
  } catch (error) {
    console.log(`failed\n${error instanceof Error ? error.message : String(error)}`);
    return false;
  }
}

async function putSeedPictures(vars: Record<string, string>): Promise<void> {
  const mf = new Miniflare(miniflareOptions(join(DIST, "server"), { port: 0, persist: DATA, vars }));
  await mf.ready;
  await putPictures(mf, join(ROOT, "db/seed/pictures"));
  await mf.dispose();
}

async function startWorker(vars: Record<string, string>): Promise<{ child: Child; port: number }> {
  const port = await freePort();
  const settings = { port, persist: DATA, dist: join(DIST, "server"), vars };
  const child = await startScript(["scripts/worker.ts", JSON.stringify(settings)], /^ready$/, {}, (line) => {
    if (!/"level":"info"/.test(line)) console.log(line);
  });
  await round(port);
  return { child, port };
}

const round = (port: number): Promise<unknown> =>
  fetch(`http://127.0.0.1:${port}/cdn-cgi/handler/scheduled`, { method: "POST" }).catch(() => undefined);

/** One build at a time; what changes during one makes the next. */
function watchSources(renewed: (name: string) => Promise<unknown>): void {
  let changed: string | null = null;
  let timer: NodeJS.Timeout | undefined;
  let busy = false;
  const run = async () => {
    if (busy) return;
    busy = true;
    while (changed !== null) {
      const name = changed;
      changed = null;
      await renewed(name);
    }
    busy = false;
  };
  for (const source of SOURCES) {
    watch(join(ROOT, source), { recursive: true }, (_, name) => {
      if (name?.includes("pictures")) return;
      changed = name ? join(source, name) : source;
      clearTimeout(timer);
      timer = setTimeout(() => void run(), QUIET_MS);
    });
  }
}

/** Stands before the Worker: waits while it is changed, and adds the script that reloads to each page. */
async function forward(from: IncomingMessage, to: ServerResponse): Promise<void> {
  if (from.url === RELOAD) return listen(to);
  if (from.url === `${RELOAD}.js`) {
    to.writeHead(200, { "Content-Type": "text/javascript" });
    to.end(`new EventSource("${RELOAD}").onmessage = () => location.reload();`);
    return;
  }
  while (!worker) await new Promise((done) => setTimeout(done, 50));
  const headers = { ...from.headers, "accept-encoding": "identity" };
  const onward = request(
    { host: "127.0.0.1", port: worker.port, method: from.method, path: from.url, headers },
    (answer) => {
      const isPage = /^text\/html/.test(answer.headers["content-type"] ?? "") && from.method === "GET";
      if (isPage) delete answer.headers["content-length"];
      to.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(to, { end: !isPage });
      if (isPage)
        answer.once("end", () => to.end(answer.statusCode === 304 ? "" : `<script src="${RELOAD}.js"></script>`));
    },
  );
  onward.once(
    "error",
    () => to.headersSent || to.writeHead(502).end("The Worker ended. Save a file to build it again."),
  );
  from.pipe(onward);
}

function listen(to: ServerResponse): void {
  to.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-store" });
  to.write("retry: 500\n\n");
  listeners.add(to);
  to.once("close", () => listeners.delete(to));
}

async function stopAll(): Promise<void> {
  await worker?.child.stop();
  for (const part of parts.splice(0).reverse()) await part.stop();
}

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => {
    console.log("\nClosing the shop …");
    void stopAll().then(() => process.exit(0));
  });
}
dev().catch(async (error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  await stopAll();
  process.exit(1);
});
