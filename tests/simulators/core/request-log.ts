import type { Context, MiddlewareHandler } from "hono";
import type { FaultName, Provider } from "./faults.ts";
import type { SimulatorEnv } from "./simulation.ts";

/** One request that a simulator received. `status` is what was answered, 0 where the connection was cut, null while it runs. */
export interface LoggedRequest {
  readonly id: number;
  readonly at: string;
  readonly provider: Provider;
  readonly method: string;
  /** With the provider's mount and the query string: `/mpesa/oauth/v1/generate?grant_type=client_credentials`. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON and forms as objects; anything else as text, cut at 64 kB. */
  readonly body: unknown;
  status: number | null;
  fault: FaultName | null;
}

export interface RequestLog {
  readonly all: () => readonly LoggedRequest[];
  readonly clear: () => void;
  readonly add: (request: Omit<LoggedRequest, "id">) => LoggedRequest;
}

const REQUESTS_KEPT = 20_000;
const BODY_KEPT_CHARACTERS = 64 * 1024;

export function createRequestLog(): RequestLog {
  let requests: LoggedRequest[] = [];
  let lastId = 0;
  return {
    all: () => requests.slice(-REQUESTS_KEPT),
    clear: () => {
      requests = [];
    },
    add(request) {
      lastId += 1;
      const logged = { id: lastId, ...request };
      requests.push(logged);
      if (requests.length > REQUESTS_KEPT * 1.25) requests = requests.slice(-REQUESTS_KEPT); // Seldom, so that adding stays cheap.
      return logged;
    },
  };
}

/** Writes every request of `provider` down before it is answered, and the status after. */
export function logRequests(log: RequestLog, provider: Provider): MiddlewareHandler<SimulatorEnv> {
  return async (c, next) => {
    const { pathname, search } = new URL(c.req.url);
    const logged = log.add({
      at: new Date().toISOString(),
      provider,
      method: c.req.method,
      path: pathname + search,
      headers: c.req.header(),
      body: await readBody(c),
      status: null,
      fault: null,
    });
    await next();
    logged.fault = c.get("fault") ?? null;
    logged.status = c.env.incoming?.socket?.destroyed ? 0 : c.res.status;
  };
}

async function readBody(c: Context): Promise<unknown> {
  if (c.req.method === "GET") return null;
  const text = (await c.req.text()).slice(0, BODY_KEPT_CHARACTERS);
  const type = c.req.header("content-type") ?? "";
  if (type.includes("x-www-form-urlencoded")) return Object.fromEntries(new URLSearchParams(text));
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
