import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { Miniflare } from "miniflare";
import { atomically } from "#db/atomically";
import { openDatabase } from "#db/client";
import { miniflareOptions } from "#scripts/miniflare";
import { freePort } from "#scripts/processes";
import { demoVars } from "#scripts/settings";
import { startSqld } from "#scripts/sqld";
import { buildIn, template } from "#scripts/template";
import { load, median } from "#tests/support/load";
import { multiplyGoods } from "#tests/support/many-goods";
import { Shop } from "#tests/support/shop";
import { Findings, type Proof, percentile } from "./proof.ts";

const ROUNDS = 5;
const FOR_MS = 3_000;
const CONNECTIONS = 64;
type Say = (line: string) => void;

/** Speed as ratios against this machine's own ceiling, measured in the same run in alternating rounds. */
export const proof: Proof = {
  shows: "orders, pages and the build are as fast as this machine allows: ratios against its own ceiling",
  async run(say) {
    const findings = new Findings();
    await orders(findings, say);
    await pages(findings, say);
    return findings.outcome();
  },
};

async function orders(findings: Findings, say: Say): Promise<void> {
  const shop = await Shop.open({ vars: { SENDING: "paused" } });
  // So many desks that no two orders meet at one: every order is a write batch of its own, over the very same way.
  const alone = await Shop.open({ vars: { SENDING: "paused", CHECKOUT_DESKS: "256" } });
  try {
    const order = await orderRequests(shop);
    const orderAlone = await orderRequests(alone);
    const variants = await shop.variants(5, 3);
    const read = () => ({ path: `/api/stock?variants=${variants.join(",")}` });
    await load({ url: shop.url, connections: 8, count: 50, request: order });
    await load({ url: shop.url, connections: 8, count: 50, request: read });
    await load({ url: alone.url, connections: 64, count: 600, request: orderAlone });

    const perRound = {
      orders: [] as number[],
      reads: [] as number[],
      batches: [] as number[],
      latencies: [] as number[],
    };
    for (let round = 0; round < ROUNDS; round++) {
      const orders = await load({ url: shop.url, connections: CONNECTIONS, forMs: FOR_MS, request: order });
      const reads = await load({ url: shop.url, connections: CONNECTIONS, forMs: FOR_MS, request: read });
      const batches = await load({ url: alone.url, connections: CONNECTIONS, forMs: FOR_MS, request: orderAlone });
      perRound.orders.push(orders.perSecond);
      perRound.reads.push(reads.perSecond);
      perRound.batches.push(batches.perSecond);
      perRound.latencies.push(...orders.latenciesMs);
      const wrong = Object.entries(orders.statuses).filter(([status]) => status !== "201");
      if (wrong.length > 0) findings.failures.push(`orders answered ${JSON.stringify(orders.statuses)}`);
      say(
        `round ${round + 1}: ${orders.perSecond.toFixed(0)} orders/s, ${reads.perSecond.toFixed(0)} one-read answers/s, ${batches.perSecond.toFixed(0)} orders/s each in its own batch`,
      );
    }
    findings.note("placed orders/s (median)", Math.round(median(perRound.orders)));
    ratio(findings, "orders ÷ one-read route", perRound.orders, perRound.reads, 0.7);
    ratio(findings, "orders ÷ one write batch each", perRound.orders, perRound.batches, 3);
    findings.note("order p99 at 64 connections, ms", Math.round(percentile(perRound.latencies, 0.99)));
    const breaks = [...(await shop.audit()), ...(await alone.audit())];
    findings.expect("audit rows", breaks.length, breaks.length === 0);
  } finally {
    await shop.close();
    await alone.close();
  }
}

/** Full orders of three lines without end, each by another shopper from another address. */
async function orderRequests(shop: Shop) {
  const variants = await shop.variants(5, 3);
  for (const variant of variants) await shop.setStock(variant, 10_000_000);
  const shopper = shop.client();
  const body = shopper.orderBody(await shopper.quote(variants.map((variantId) => ({ variantId, quantity: 1 }))));
  let placed = 0;
  return () => {
    const n = placed++;
    return {
      method: "POST",
      path: "/api/orders",
      headers: {
        Origin: shop.url,
        "Content-Type": "application/json",
        "Idempotency-Key": crypto.randomUUID(),
        "CF-Connecting-IP": `10.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}`,
      },
      body: JSON.stringify({
        ...body,
        paymentPhone: `+2547${String(10_000_000 + n)}`,
        contact: { name: "Amina Otieno", email: `amina${n}@example.co.ke` },
      }),
    };
  };
}

/** A ratio of medians of alternating rounds; noted with its floor. */
function ratio(
  findings: Findings,
  name: string,
  ours: readonly number[],
  ceiling: readonly number[],
  floor: number,
): void {
  const value = median(ours.map((figure, at) => figure / (ceiling[at] ?? Number.NaN)));
  findings.expect(`${name} (at least ${floor})`, value.toFixed(2), value >= floor);
}

async function pages(findings: Findings, say: Say): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "duka-bench-"));
  const made = await template();
  cpSync(join(made.folder, "sqld"), join(folder, "sqld"), { recursive: true });
  const sqld = await startSqld({ folder: join(folder, "sqld"), port: await freePort() });
  let mf: Miniflare | undefined;
  try {
    const db = openDatabase({ url: sqld.url, timeoutMs: 60_000 });
    await multiplyGoods(db, 1_000);
    cpSync(made.folder, join(folder, "sources"), {
      recursive: true,
      filter: (path) => !/\/(r2|sqld|do|dist)(\/|$)/.test(path.slice(made.folder.length)),
    });
    const seconds = await buildIn(join(folder, "sources"), sqld.url);
    findings.expect("1,000 products built in, s (at most 20)", seconds.toFixed(1), seconds <= 20);
    cpSync(join(folder, "sources/dist"), join(folder, "dist"), { recursive: true });
    findings.expect(
      "JavaScript of a product page, bytes gzipped (at most 6,000)",
      scriptBytes(join(folder, "dist/client")),
      scriptBytes(join(folder, "dist/client")) <= 6_000,
    );

    const paths = (
      await db.client.execute(
        "SELECT '/products/' || slug AS path FROM products WHERE status = 'published' ORDER BY slug LIMIT 1000",
      )
    ).rows.map((row) => String(row.path));
    const [page = ""] = paths;
    writeFileSync(join(folder, "dist/client/_astro/bare.html"), readFileSync(join(folder, `dist/client${page}.html`)));
    const port = await freePort();
    const shopUrl = `http://localhost:${port}`;
    mf = new Miniflare(
      miniflareOptions(join(folder, "dist/server"), {
        port,
        persist: folder,
        vars: demoVars({ shopUrl, databaseUrl: sqld.url, simulatorsUrl: "http://127.0.0.1:9" }),
      }),
    );
    await mf.ready;
    await publishAll(db, shopUrl, paths);

    const rates = { bare: [] as number[], warm: [] as number[], cold: [] as number[] };
    const one = (path: string) => () => ({ path });
    for (let round = 0; round < ROUNDS; round++) {
      const bare = await load({ url: shopUrl, connections: 16, forMs: FOR_MS, request: one("/_astro/bare") });
      const warm = await load({ url: shopUrl, connections: 16, forMs: FOR_MS, request: one(page) });
      const cold = await load({
        url: shopUrl,
        connections: 16,
        forMs: FOR_MS,
        request: (n) => ({ path: paths[n % paths.length] ?? page }),
      });
      for (const [name, result] of Object.entries({ bare, warm, cold })) {
        if (Object.keys(result.statuses).join() !== "200")
          findings.failures.push(`${name} answered ${JSON.stringify(result.statuses)}`);
      }
      rates.bare.push(bare.perSecond);
      rates.warm.push(warm.perSecond);
      rates.cold.push(cold.perSecond);
      say(
        `round ${round + 1}: bare asset ${bare.perSecond.toFixed(0)}/s, one page warm ${warm.perSecond.toFixed(0)}/s, 1,000 published pages in turn ${cold.perSecond.toFixed(0)}/s`,
      );
    }
    ratio(findings, "warm page ÷ bare asset", rates.warm, rates.bare, 1.3);
    ratio(findings, "cold pages from R2, 1,000 in turn ÷ bare asset", rates.cold, rates.bare, 0.65);
  } finally {
    await mf?.dispose();
    await sqld.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Stores every page under this build, so that reading it means reading R2. */
async function publishAll(
  db: ReturnType<typeof openDatabase>,
  shopUrl: string,
  paths: readonly string[],
): Promise<void> {
  await atomically(db, [
    { sql: "UPDATE change_counter SET value = value + 1", args: [] },
    {
      sql: `INSERT INTO outbox (id, channel, recipient, template, version) SELECT 'out_bench_' || key, 'publish', value, 'page', (SELECT value FROM change_counter) FROM json_each(?) WHERE true
            ON CONFLICT (recipient) WHERE channel = 'publish' DO UPDATE SET version = excluded.version`,
      args: [JSON.stringify(paths)],
    },
  ]);
  for (let left = 1; left > 0; ) {
    await fetch(`${shopUrl}/cdn-cgi/handler/scheduled`, { method: "POST" });
    left = Number(
      (await db.client.execute("SELECT count(*) AS n FROM outbox WHERE channel = 'publish' AND done_version < version"))
        .rows[0]?.n,
    );
  }
}

/** Everything that runs on a product page: its inline scripts, its modules and what they preload or import, gzipped as a server sends them. */
function scriptBytes(client: string): number {
  const name = readdirSync(join(client, "products")).find((file) => file.endsWith(".html")) ?? "";
  const html = readFileSync(join(client, "products", name), "utf8");
  const inline = [...html.matchAll(/<script(?![^>]*(?:src=|application\/))[^>]*>([\s\S]*?)<\/script>/g)].map((match) =>
    Buffer.byteLength(match[1] ?? ""),
  );
  const seen = new Set<string>();
  const add = (file: string): number => {
    if (seen.has(file)) return 0;
    seen.add(file);
    const text = readFileSync(join(client, file), "utf8");
    const imports = [...text.matchAll(/(?:from|import)\s*["']\.\/([^"']+\.js)["']/g)].map((match) =>
      add(join("_astro", match[1] ?? "")),
    );
    return gzipSync(text).length + imports.reduce((sum, bytes) => sum + bytes, 0);
  };
  const files = [...html.matchAll(/(?:src|href)="(\/_astro\/[^"]+\.js)"/g)].map((match) => add(match[1] ?? ""));
  return [...inline, ...files].reduce((sum, bytes) => sum + bytes, 0);
}
