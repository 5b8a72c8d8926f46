import { type Client, createClient } from "@libsql/client/web";

/**
 * One connection for one request: its queue must not be shared between requests (docs/architecture.md, "The database"). Queries are
 * drizzle's `sql` templates sent in one batch; its query builder is not opened here, for it reads the whole schema anew each time.
 */
export interface Database {
  readonly client: Client;
  /** Later than this after a first sending, milliseconds, nothing is sent again. */
  readonly patienceMs: number;
}

export interface DatabaseConfig {
  readonly url: string;
  readonly authToken?: string | undefined;
  /** How long one round trip may take, milliseconds. */
  readonly timeoutMs?: number;
  readonly patienceMs?: number;
}

/** Opens libSQL over HTTP. The library has no deadline of its own, so its `fetch` is given one. */
export function openDatabase({ url, authToken, timeoutMs = 5_000, patienceMs = 1_200 }: DatabaseConfig): Database {
  const client = createClient({
    url,
    ...(authToken ? { authToken } : {}),
    fetch: (request: Request) => fetch(request, { signal: AbortSignal.timeout(timeoutMs) }),
  });
  return { client, patienceMs };
}
