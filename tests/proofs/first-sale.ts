import { execFileSync, type SpawnSyncReturns, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { freePort } from "#scripts/processes";
import { openBrowser } from "#tests/support/browser";
import { buyByMpesa, shipAsStaff } from "#tests/support/purchase";
import { Findings, type Proof } from "./proof.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const OPEN_WITHIN_S = 90;

/** From a fresh clone to a paid, shipped order, in a real browser. */
export const proof: Proof = {
  shows:
    "a fresh clone opens in under 90 s; a guest buys by M-Pesa in a browser, staff ship it, and the audit is clean",
  async run(say) {
    const findings = new Findings();
    const clone = mkdtempSync(join(tmpdir(), "duka-clone-"));
    execFileSync("git", ["clone", "--quiet", ROOT, clone]);
    findings.note(
      "npm ci, s",
      timed(() => run("npm", ["ci", "--silent"], clone)),
    );

    const ports = {
      SHOP_PORT: String(await freePort()),
      SQLD_PORT: String(await freePort()),
      SIMULATORS_PORT: String(await freePort()),
    };
    const shopUrl = `http://localhost:${ports.SHOP_PORT}`;
    const began = performance.now();
    const shop = spawn("npm", ["start"], {
      cwd: clone,
      env: { ...process.env, ...ports },
      stdio: ["ignore", "pipe", "inherit"],
      detached: true,
    });
    shop.stdout.on("data", (chunk: Buffer) => chunk.toString().split("\n").filter(Boolean).forEach(say));
    try {
      await firstPage(shopUrl);
      const seconds = (performance.now() - began) / 1_000;
      findings.expect("npm start to the first page, s (under 90)", seconds.toFixed(1), seconds < OPEN_WITHIN_S);
      await untilOpen(shopUrl);

      const browser = await openBrowser();
      try {
        const sale = await buyByMpesa(browser, { shopUrl, phoneUrl: `http://localhost:${ports.SIMULATORS_PORT}` });
        findings.expect("the page says paid without a reload", sale.reloads === 0 ? "yes" : "no", sale.reloads === 0);
        findings.expect(
          "API calls between Checkout and the waiting page (at most 2)",
          sale.apiCalls,
          sale.apiCalls <= 2,
        );
        findings.expect(
          "complaints of the browser",
          sale.complaints.join("; ") || "none",
          sale.complaints.length === 0,
        );
        const shipped = await shipAsStaff(browser, { shopUrl, number: sale.number });
        findings.expect("staff shipped it", shipped ? "yes" : "no", shipped);
      } finally {
        await browser.close();
      }
      const audit = run("npm", ["run", "--silent", "audit"], clone, ports);
      findings.expect("audit", audit.stdout.trim().split("\n").at(-1) ?? "", audit.status === 0);
    } finally {
      if (shop.pid !== undefined) process.kill(-shop.pid, "SIGINT");
      await new Promise((ended) => shop.once("exit", ended));
      rmSync(clone, { recursive: true, force: true });
    }
    return findings.outcome();
  },
};

function run(
  command: string,
  args: readonly string[],
  cwd: string,
  env: Record<string, string> = {},
): SpawnSyncReturns<string> {
  return spawnSync(command, args, { cwd, encoding: "utf8", env: { ...process.env, ...env } });
}

function timed(work: () => SpawnSyncReturns<string>): string {
  const began = performance.now();
  const done = work();
  if (done.status !== 0) throw new Error(`npm ci failed: ${done.stderr}`);
  return ((performance.now() - began) / 1_000).toFixed(1);
}

async function firstPage(shopUrl: string): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    const status = await fetch(shopUrl).then(
      (answer) => answer.status,
      () => 0,
    );
    if (status === 200) return;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error("no page after 150 s");
}

async function untilOpen(shopUrl: string): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    if ((await fetch(`${shopUrl}/api/health`)).ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
