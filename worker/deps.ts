import { type Database, openDatabase } from "#db/client";
import { type Config, readConfig } from "./config.ts";
import type { Bindings } from "./env.ts";
import { type Http, outbound } from "./http.ts";
import { certificateHostOf } from "./payments/gateways/paypal/certificates.ts";
import { type Gateways, gatewaysOf } from "./payments/registry.ts";

/** What a use case needs, built once per request. */
export interface Deps {
  readonly config: Config;
  readonly env: Bindings;
  readonly db: Database;
  readonly http: Http;
  readonly gateways: Gateways;
  readonly now: () => number;
  /** Work that goes on after the answer is given. */
  readonly later: (work: Promise<unknown>) => void;
}

let known: { bindings: Bindings; config: Config } | undefined;

/** The configuration of this isolate. @throws {DomainError} not-configured */
export function configOf(bindings: Bindings): Config {
  if (known?.bindings !== bindings) known = { bindings, config: readConfig(bindings) };
  return known.config;
}

/** A person is told within three seconds that the database is away; a provider's callback, and a round, rather wait for a crowd to pass. */
const PATIENCE = {
  person: { timeoutMs: 2_500, patienceMs: 1_200 },
  provider: { timeoutMs: 3_500, patienceMs: 4_000 }, // together less than the eight seconds that M-Pesa gives a validation
};

export function makeDeps(
  env: Bindings,
  context: Pick<ExecutionContext, "waitUntil">,
  waiting: keyof typeof PATIENCE,
): Deps {
  const config = configOf(env);
  const http = outbound(allowedHosts(config));
  return {
    config,
    env,
    db: openDatabase({ ...config.database, ...PATIENCE[waiting] }),
    http,
    gateways: gatewaysOf(config, http, env),
    now: Date.now,
    later: (work) =>
      context.waitUntil(
        work.catch((error: unknown) =>
          console.error(JSON.stringify({ level: "error", what: "after the answer", error: String(error) })),
        ),
      ),
  };
}

function allowedHosts(config: Config): ReadonlySet<string> {
  const { mpesa, airtel, paypal, stripe, khalti, mail, sms } = config;
  const bases = [mpesa, airtel, paypal, stripe, khalti, mail, sms].flatMap((one) => (one ? [one.baseUrl] : []));
  const certificates = paypal ? [certificateHostOf(paypal)] : [];
  return new Set([...bases.map((base) => new URL(base).host), ...certificates]);
}
