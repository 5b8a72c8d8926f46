import { readFileSync } from "node:fs";
import { parseArgs, parseEnv } from "node:util";
import { DomainError } from "#domain/errors";
import { readConfig } from "#worker/config";
import type { Bindings } from "#worker/env";
import { outbound } from "#worker/http";
import type { AccessToken, Tokens } from "#worker/objects/token-keeper";
import { mpesaDoor } from "#worker/payments/gateways/mpesa-door";
import { registerPaybill } from "#worker/payments/mpesa/register";
import { applicationAddress } from "#worker/webhooks/application";
import { demoVars, localPorts } from "./settings.ts";

const USAGE = `npm run mpesa:register -- [--vars FILE]

  Tells M-Pesa where it tells the shop of payments at the paybill. The configuration is the deployed one: a file of NAME=value lines,
  the environment's own values before it. Without either it is the demo shop of this machine and the simulated M-Pesa.`;

/** A token for this one run; the Worker notices that its own has ended and gets another. */
function tokens(): Tokens {
  let present: AccessToken | null = null;
  return {
    async get(mint, stale = null) {
      if (!present || present.value === stale) present = await mint();
      return present.value;
    },
  };
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { vars: { type: "string" }, help: { type: "boolean", short: "h" } } });
  if (values.help) return console.log(USAGE);
  const file = values.vars ? parseEnv(readFileSync(values.vars, "utf8")) : {};
  const { shop, sqld, simulators } = localPorts;
  const at = (port: number) => `http://127.0.0.1:${port}`;
  const demo = demoVars({
    shopUrl: `http://localhost:${shop}`,
    databaseUrl: at(sqld),
    simulatorsUrl: at(simulators),
  });
  const given = { ...file, ...process.env };
  const config = readConfig((given.SHOP_ENV ? given : { ...demo, ...given }) as unknown as Bindings);
  const { mpesa } = config;
  if (!mpesa) throw new DomainError("not-configured", "M-Pesa is not set up: MPESA_BASE_URL is empty.");
  const door = mpesaDoor(mpesa, outbound(new Set([new URL(mpesa.baseUrl).host])), tokens());
  const gateway = { code: "mpesa", path: "mk", account: mpesa.shortCode } as const;
  const { c2b, pull } = await registerPaybill(mpesa, door, (kind) => applicationAddress({ config }, gateway, kind));
  console.log(
    c2b === "registered"
      ? `M-Pesa tells ${config.shopUrl} of every payment at ${mpesa.shortCode} from now on.`
      : `${mpesa.shortCode} tells somebody of its payments already. If that is not ${config.shopUrl}, delete the addresses in the M-Pesa portal (URL management) and run this again.`,
  );
  if (!mpesa.c2b) console.log("Set MPESA_C2B=on, so that the shop counts on it.");
  console.log(
    pull === "off"
      ? "Pull is not used: MPESA_PULL_NUMBER is not set."
      : `Pull is ${pull === "registered" ? "registered" : "registered already"}.`,
  );
}

await main().catch((error: unknown) => {
  console.error(error instanceof DomainError ? error.message : error);
  process.exit(1);
});
