import { Hono } from "hono";
import { DomainError } from "#domain/errors";
import type { Deps } from "../deps.ts";
import type { PaymentGateway } from "../payments/gateway.ts";
import type { AppEnv } from "../route.ts";
import { readToken } from "../tokens.ts";
import { applicationId } from "./application.ts";
import { LARGEST_BODY, receiveCallback } from "./receive-callback.ts";
import { receiveEvent } from "./receive-event.ts";
import { RECEIVE_OTHERS } from "./receive-others.ts";

/**
 * Providers call here: `/webhooks/<path>` where each request is signed, `/webhooks/<path>/<token>` where it is not. Verify, remember,
 * answer; the work happens after, and a round of the reconciler does what never arrived.
 */
export const webhookRoutes = new Hono<AppEnv>()
  .post("/:path", async (c) => {
    const gateway = c.var.deps.gateways.at(c.req.param("path"));
    if (!gateway?.verifyEvent) throw nothingHere();
    const inbound = { headers: c.req.raw.headers, body: bounded(await bodyOf(c.req.raw)) };
    return c.json((await receiveEvent(c.var.deps, gateway, inbound)) as object, 200);
  })
  .post("/:path/:token/:kind?", async (c) => {
    const { path, token, kind = "" } = c.req.param();
    const { deps } = c.var;
    const gateway = deps.gateways.at(path);
    if (!gateway || gateway.verifyEvent) throw nothingHere();
    const body = bounded(await bodyOf(c.req.raw));
    return c.json((await unsigned(deps, gateway, token, kind, body)) as object, 200);
  });

/** The token in the path says what an unsigned request is about: one attempt, or anything of one application. */
async function unsigned(
  deps: Deps,
  gateway: PaymentGateway,
  token: string,
  kind: string,
  body: string,
): Promise<unknown> {
  const attemptId = readToken(deps.config.callbackSecret, "callback", token);
  if (attemptId) return receiveCallback(deps, gateway, attemptId, kind, body);
  const receiveOther = RECEIVE_OTHERS[gateway.code];
  const application = readToken(deps.config.callbackSecret, "application", token);
  if (application === applicationId(gateway)) {
    if (receiveOther && kind !== "") return receiveOther(deps, gateway, { kind, subject: application, body });
    const named = gateway.attemptInCallback?.(body);
    if (named === null) throw new DomainError("bad-request", "This is not a body we know.");
    if (named !== undefined) return receiveCallback(deps, gateway, named, kind, body);
  }
  for (const [purpose, prefix] of [
    ["refund", "ref_"],
    ["inquiry", "inq_"],
  ] as const) {
    const subject = readToken(deps.config.callbackSecret, purpose, token);
    if (subject?.startsWith(prefix) && receiveOther)
      return receiveOther(deps, gateway, { kind: kind || "result", subject, body });
  }
  console.warn(JSON.stringify({ level: "warn", what: "forged callback", gateway: gateway.code, why: "no such path" }));
  throw new DomainError("untrusted-webhook", "There is nothing here.");
}

const nothingHere = () => new DomainError("untrusted-webhook", "There is nothing here.");

/** The bytes as they came: a byte order mark belongs to what was signed, and `text()` would take it away. */
const bodyOf = async (request: Request): Promise<string> =>
  new TextDecoder("utf-8", { ignoreBOM: true }).decode(await request.arrayBuffer());

function bounded(body: string): string {
  if (body.length > LARGEST_BODY) throw new DomainError("payload-too-large", "A callback is smaller than that.");
  return body;
}
