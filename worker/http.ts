import { DomainError } from "#domain/errors";

/** Where this shop may send requests. Anything else is refused, and redirects are not followed. */
export type AllowedHosts = ReadonlySet<string>;

export interface Answer {
  readonly status: number;
  readonly text: string;
  /** The provider's own name for this answer, by which its support finds it again. */
  readonly requestId?: string | undefined;
}

export type Http = (
  url: string,
  init: { method?: "GET" | "POST"; headers?: Record<string, string>; body?: string; timeoutMs?: number },
) => Promise<Answer>;

const LARGEST_ANSWER = 256 * 1024; // bytes
const DEADLINE_MS = 6_000;

/**
 * The one door out of the shop: an allow-list, a deadline, a bound on the answer's size.
 * @throws {DomainError} gateway-unreachable when no whole answer came; the request may have had its effect all the same
 */
export function outbound(allowed: AllowedHosts): Http {
  return async (url, { method = "GET", headers = {}, body, timeoutMs = DEADLINE_MS }) => {
    if (!allowed.has(new URL(url).host))
      throw new DomainError("gateway-unreachable", `${new URL(url).host} is not a host this shop talks to.`);
    try {
      const response = await fetch(url, {
        method,
        headers,
        redirect: "manual",
        signal: AbortSignal.timeout(timeoutMs),
        ...(body === undefined ? {} : { body }),
      });
      const requestId = response.headers.get("request-id") ?? response.headers.get("paypal-debug-id") ?? undefined;
      return { status: response.status, text: await readBounded(response), requestId };
    } catch (error) {
      throw new DomainError("gateway-unreachable", `No answer from ${new URL(url).host}.`, {
        cause: error instanceof Error ? error.name : "unknown",
      });
    }
  };
}

async function readBounded(response: Response): Promise<string> {
  if (!response.body) return "";
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > LARGEST_ANSWER) throw new Error("answer too large");
    chunks.push(chunk);
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
}
