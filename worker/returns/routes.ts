import { Hono } from "hono";
import { isAnothersReference, readAttempt } from "#db/queries/attempts";
import { recordMismatch } from "#db/queries/mismatches";
import { money } from "#domain/money";
import type { Deps } from "../deps.ts";
import { answerNotFound } from "../pages/answer-page.ts";
import { settlePayment, settleSoon } from "../payments/settle-payment.ts";
import type { AppEnv } from "../route.ts";
import { makeToken, readToken } from "../tokens.ts";

const PATIENCE_MS = 4_000; // a browser waits here; whatever is not known by then is told by the page

/**
 * `/pay/<path>/<token>`: the payer's browser comes back from the provider. Nothing it says is believed: it makes us ask, and goes on to
 * the payment page, which tells what is so.
 */
export const returnRoutes = new Hono<AppEnv>().get("/pay/:path/:token/:how?", async (c) => {
  const { deps } = c.var;
  const { path, token, how = "" } = c.req.param();
  const attemptId = readToken(deps.config.linkSecret, "back", token);
  const attempt = attemptId && (await readAttempt(deps.db, attemptId));
  const gateway = attempt && deps.gateways.get(attempt.gateway);
  if (!attempt || !gateway || gateway.path !== path || (how !== "" && how !== "cancelled"))
    return answerNotFound(c.req.raw, c.env);

  const said = gateway.readReturn?.(new URL(c.req.url).searchParams);
  if (said?.providerReference && said.providerReference !== attempt.providerReference)
    await noteForeign(deps, attempt, said.providerReference, said.amount);
  // After a decline only this visit says that the payer has agreed again: it is not lost because somebody has just asked.
  const mustAsk = how === "" && attempt.declines > 0;
  const agreed = how === "" ? { at: deps.now() } : null;
  const asked = mustAsk ? settleSoon(deps, attempt.id, agreed) : settlePayment(deps, attempt.id, agreed);
  deps.later(asked);
  await Promise.race([asked.catch(() => null), new Promise((resolve) => setTimeout(resolve, PATIENCE_MS))]);
  const page = `/orders/${makeToken(deps.config.linkSecret, "order", attempt.orderId)}/payment`;
  return c.redirect(`${page}?back=${how === "cancelled" ? "unpaid" : "asked"}`, 303); // words for the payer, nothing else
});

/** The reference of another payment of ours on this one's address is an attempt to pay with it: kept, and looked at by a person. */
async function noteForeign(
  deps: Deps,
  attempt: NonNullable<Awaited<ReturnType<typeof readAttempt>>>,
  reference: string,
  amount: ReturnType<typeof money> | null,
): Promise<void> {
  if (!(await isAnothersReference(deps.db, attempt, reference))) return;
  const claimed = amount ?? money(attempt.amountMinor, attempt.currency);
  const reason = "A returning browser names another payment's reference";
  await recordMismatch(deps.db, attempt, reference, claimed, reason, deps.now());
}
