import { readFileSync } from "node:fs";
import { parseArgs, parseEnv } from "node:util";
import { openDatabase } from "#db/client";
import { DomainError } from "#domain/errors";
import { readConfig } from "#worker/config";
import type { Bindings } from "#worker/env";
import { accountsIn, leftBehind } from "#worker/payments/left-behind";
import { demoVars, localPorts } from "./settings.ts";
import { withDatabase } from "./with-database.ts";

const USAGE = `npm run switch-check -- [--env production|preview] [--vars FILE] [--force]

  Names the payments without a final answer, refunds that are not done and open disputes that belong to another account or mode than the
  configured one: after a switch nobody could ask about them. Ends with 1 when there are any, unless --force.

  --vars FILE  the configuration to come, NAME=value lines; the environment's own values go before it. Without SHOP_URL in either it is
               the demo shop of this machine`;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      env: { type: "string", default: "production" },
      vars: { type: "string" },
      force: { type: "boolean", default: false },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const file = values.vars ? parseEnv(readFileSync(values.vars, "utf8")) : {};
  const given: Record<string, string | undefined> = { ...file, ...process.env };
  const config = readConfig(bindingsOf(given, values.env));
  const { url, authToken } = config.database;
  const { left, configured } = await (given.SHOP_URL
    ? leftBehind(openDatabase({ url, authToken, timeoutMs: 60_000 }), accountsIn(config))
    : withDatabase((db) => leftBehind(db, accountsIn(config))));
  console.log(`Set up: ${configured.map(({ gateway, mode, account }) => `${gateway} ${mode} ${account}`).join(", ")}.`);
  for (const { sentence } of left) console.log(sentence);
  if (left.length === 0) console.log("Nothing is under way under another account or mode.");
  else if (values.force) console.log("Forced: people will have to look these up by hand.");
  return left.length === 0 || values.force ? 0 : 1;
}

/** The Worker's variables: those given, or the demo shop's where there are none. */
function bindingsOf(given: Record<string, string | undefined>, env: string | undefined): Bindings {
  if (given.SHOP_URL) return { SHOP_ENV: env, ...given } as unknown as Bindings;
  const at = (port: number) => `http://127.0.0.1:${port}`;
  const { shop, sqld, simulators } = localPorts;
  const demo = demoVars({ shopUrl: at(shop), databaseUrl: at(sqld), simulatorsUrl: at(simulators) });
  const own = Object.fromEntries(Object.entries(given).filter(([name]) => name in demo)); // tried out on a laptop: MPESA_SHORT_CODE=600123 npm run switch-check
  return { ...demo, ...own } as unknown as Bindings;
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof DomainError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
