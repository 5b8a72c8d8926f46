import type { ErrorHandler } from "hono";
import { HTTPException } from "hono/http-exception";
import { databaseAway } from "#db/atomically";
import { DomainError, PROBLEMS } from "#domain/errors";
import type { AppEnv } from "../route.ts";

export const PROBLEM_BASE = "https://duka.example/problems/";

/** The last word on every error: an RFC 9457 problem with a stable type. What we did not foresee stays in our log. */
export const onError: ErrorHandler<AppEnv> = (error, c) =>
  problemResponse(error, c.get("requestId") ?? crypto.randomUUID());

export function problemResponse(error: unknown, requestId: string): Response {
  const problem = { ...toProblem(error), instance: `urn:uuid:${requestId}` };
  if (problem.status >= 500)
    console.error(JSON.stringify({ level: "error", requestId, status: problem.status, error: describe(error) }));
  const headers = new Headers({ "Content-Type": "application/problem+json", "Cache-Control": "private, no-store" });
  const retryAfter = "retryAfterSeconds" in problem ? Number(problem.retryAfterSeconds) : NaN;
  if (retryAfter > 0) headers.set("Retry-After", String(Math.ceil(retryAfter)));
  return new Response(JSON.stringify(problem), { status: problem.status, headers });
}

interface Problem extends Record<string, unknown> {
  readonly type: string;
  readonly title: string;
  readonly status: number;
}

function toProblem(error: unknown): Problem {
  const refusal = error instanceof DomainError ? error : databaseAway(error);
  if (refusal) {
    // Extensions go first: they must not shadow the members the RFC defines.
    return {
      ...refusal.extensions,
      type: `${PROBLEM_BASE}${refusal.code}`,
      ...PROBLEMS[refusal.code],
      detail: refusal.message,
    };
  }
  if (error instanceof HTTPException) return fromHttp(error.status);
  return { type: "about:blank", title: "Internal Server Error", status: 500 };
}

function fromHttp(status: number): Problem {
  const code = (
    {
      400: "bad-request",
      404: "not-found",
      405: "method-not-allowed",
      413: "payload-too-large",
      415: "unsupported-media-type",
    } as const
  )[status];
  return code
    ? { type: `${PROBLEM_BASE}${code}`, ...PROBLEMS[code] }
    : { type: "about:blank", title: "The request was refused", status };
}

const describe = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}\n${error.stack ?? ""}` : String(error);
