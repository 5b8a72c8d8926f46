import { Hono } from "hono";
import type { SimulatorEnv } from "../core/simulation.ts";
import type { Daraja } from "./daraja.ts";
import type { Doors } from "./doors.ts";
import { answerBadField, answerError, answerRefusal, readObject } from "./errors.ts";
import type { Handset } from "./handset.ts";
import { isDecision, OUTCOMES } from "./outcomes.ts";
import { readPushRequest, unfitCredentials } from "./push-request.ts";
import type { StkNotices } from "./stk-notices.ts";

/** M-Pesa Express: a prompt on a phone, and what became of it. */
export function stkRoutes(
  { habits, simulation }: Daraja,
  { faulty, requireToken }: Doors,
  handset: Handset,
  notices: StkNotices,
): Hono<SimulatorEnv> {
  const { world, faults, keep, now } = simulation;
  return new Hono<SimulatorEnv>()
    .post("/mpesa/stkpush/v1/processrequest", faulty("create"), requireToken, async (c) => {
      const body = await readObject(c);
      if (!body) return answerError(c, "bad-json");
      const read = readPushRequest(body, habits.now, now());
      if ("refusal" in read) return answerRefusal(c, read.refusal);
      if (handset.openPush(read.request.phone)) return answerError(c, "subscriber-locked");
      const push = handset.open(read.request);
      const reordered = faults.take("mpesa", "create", ["reordered"]);
      if (reordered) await handset.decide(push, isDecision(reordered.decision) ? reordered.decision : "approve");
      return c.json({
        MerchantRequestID: push.merchantRequestId,
        CheckoutRequestID: push.checkoutRequestId,
        ResponseCode: "0",
        ResponseDescription: "Success. Request accepted for processing",
        CustomerMessage: "Success. Request accepted for processing",
      });
    })
    .post("/mpesa/stkpushquery/v1/query", faulty("query"), requireToken, async (c) => {
      const body = await readObject(c);
      if (!body) return answerError(c, "bad-json");
      const refusal = unfitCredentials(body, habits.now, now());
      if (refusal) return answerRefusal(c, refusal);
      if (typeof body.CheckoutRequestID !== "string") return answerBadField(c, "CheckoutRequestID");
      const push = world.pushes.get(body.CheckoutRequestID);
      if (!push) return answerError(c, "no-such-transaction");

      await notices.hold(push);
      const { queryErrorsFirst, queryProcessingFirst, querySpuriousEvery } = habits.now;
      push.looks += 1;
      keep();
      if (push.looks <= queryProcessingFirst) return answerError(c, "processing");
      if (push.state !== "open") push.looksAfter += 1;
      const isSpurious =
        querySpuriousEvery > 0 && push.looksAfter > 1 && (push.looksAfter - 1) % querySpuriousEvery === 0;
      if (isSpurious || (push.state === "open" && push.looks <= queryErrorsFirst)) return answerError(c, "processing");
      const outcome = push.outcome && OUTCOMES[push.outcome];
      if (outcome) notices.wasAsked(push);
      return c.json({
        ResponseCode: "0",
        ResponseDescription: "The service request has been accepted successfully",
        MerchantRequestID: push.merchantRequestId,
        CheckoutRequestID: push.checkoutRequestId,
        ResultCode: outcome?.code ?? "4999",
        ResultDesc: outcome?.inQuery ?? "The transaction is still under processing",
      });
    });
}
