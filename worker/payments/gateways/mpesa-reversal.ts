import { z } from "zod";
import { isWhole, wholeUnits } from "#domain/money";
import type { MpesaConfig } from "../../config.ts";
import type { Answer } from "../../http.ts";
import type { Refunding, RefundSent } from "../gateway.ts";
import { parseJson, shownAnswer } from "./answers.ts";
import { type MpesaDoor, NotSent, readError } from "./mpesa-door.ts";
import { darajaCode } from "./mpesa-replies.ts";

const MINUTE = 60_000;
const PLAN = [5 * MINUTE, 60 * MINUTE]; // a result comes within seconds, or not at all

const accepted = z.object({
  ConversationID: z.string().min(1).max(128),
  ResponseCode: darajaCode,
});

/** An operator's request that Daraja accepted: its result comes by post, under this name. `null`: it was not accepted. */
export function readAccepted(reply: Answer): { conversationId: string } | null {
  const read = accepted.safeParse(parseJson(reply.text));
  return read.success && read.data.ResponseCode === "0" ? { conversationId: read.data.ConversationID } : null;
}

/**
 * Reversal: the whole of a payment goes back, once, under the receipt of the payment. The answer only says that it was accepted; what
 * became of it is posted to an address made for this one refund (worker/payments/mpesa/reversal-result.ts).
 * Source: Daraja documentation, "Reversals".
 */
export function mpesaReversal(config: MpesaConfig, door: MpesaDoor, planScale: number): Refunding | undefined {
  const { operator, shortCode } = config;
  if (!operator) return undefined;
  return {
    amounts: config.partialReversals ? "any" : "full",
    isKeyed: false,
    plan: PLAN.map((after) => Math.ceil(after * planScale)),
    async send(refund, attempt, resultUrl, log): Promise<RefundSent> {
      const receipt = attempt.receipt ?? receiptOf(refund.capture.providerRef);
      if (!receipt) return { status: "refused", code: "no-receipt" };
      if (!isWhole(refund.amount)) return { status: "refused", code: "cents" };
      const what = {
        CommandID: "TransactionReversal",
        TransactionID: receipt,
        Amount: wholeUnits(refund.amount),
        ReceiverParty: shortCode,
        RecieverIdentifierType: "11", // the misspelling is Daraja's
        Remarks: `Order ${attempt.reference}`,
        Occasion: "refund",
      };
      const request = {
        Initiator: operator.initiator,
        SecurityCredential: operator.securityCredential,
        ...what,
        ResultURL: resultUrl,
        QueueTimeOutURL: resultUrl.replace(/\/result$/, "/timeout"),
      };
      try {
        const reply = await door.post("/mpesa/reversal/v1/request", request);
        log({ what: "reversal", request: JSON.stringify(what), answer: shownAnswer(reply) });
        return readReversalReply(reply);
      } catch (error) {
        log({ what: "reversal", request: JSON.stringify(what), answer: "no answer" });
        return error instanceof NotSent ? { status: "refused", code: "not-sent" } : { status: "unknown" };
      }
    },
    // Nobody can be asked: where no result comes, the end of the plan hands it to a person.
    lookUp: async () => "waiting",
  };
}

/** A capture is called by its receipt where the CheckoutRequestID was never learnt. */
const receiptOf = (providerRef: string): string | null => (/^[A-Z0-9]{6,20}$/.test(providerRef) ? providerRef : null);

/** An envelope that names our mistake did nothing; anything else that is no acceptance may have. */
function readReversalReply(reply: Answer): RefundSent {
  const taken = readAccepted(reply);
  if (taken) return { status: "pending", providerRef: null, providerOther: taken.conversationId };
  const refused = readError(reply);
  if (refused && /^40[0145]\.|^500\.003\.0[23]$/.test(refused.errorCode)) return { status: "refused", code: "refused" };
  return { status: "unknown" };
}
