import { type Context, Hono } from "hono";
import type { SimulatorEnv } from "../core/simulation.ts";
import { MPESA } from "../credentials.ts";
import type { Books } from "./books.ts";
import type { Daraja } from "./daraja.ts";
import type { Doors } from "./doors.ts";
import { answerBadField, answerError, answerRefusal, readObject } from "./errors.ts";
import { readOperatorRequest } from "./operator-request.ts";
import { MOST_SHILLINGS, wholeShillings } from "./push-request.ts";
import { paymentStatus, reversalResult, reversalStatus } from "./result-parameters.ts";
import type { Conversation, Result, Results } from "./results.ts";
import type { Reverser } from "./reverse.ts";

/** Transaction Status and Reversal: accepted at once, and answered later at ResultURL. */
export function operatorRoutes(
  { habits, simulation }: Daraja,
  { faulty, requireToken }: Doors,
  books: Books,
  reverser: Reverser,
  results: Results,
): Hono<SimulatorEnv> {
  const { faults } = simulation;

  function accept(c: Context<SimulatorEnv>, conversation: Conversation): Response {
    const words = { ResponseCode: "0", ResponseDescription: "Accept the service request successfully." };
    return c.json({ ...conversation, ...words });
  }

  /** A payment or a reversal by its number, or a reversal by either name of its request. */
  function status(id: string): Result {
    const answer = (parameters: Result["parameters"]): Result => ({
      code: "0",
      transactionId: `${id.slice(0, 3)}0000000`,
      parameters,
    });
    const money = books.find(id);
    if (money) return answer(paymentStatus(money));
    const reversal = books
      .reversals()
      .find((one) => [one.transactionId, one.originatorConversationId, one.conversationId].includes(id));
    if (reversal) return answer(reversalStatus(reversal, books.find(reversal.originalReceipt)));
    return { code: "R000002", transactionId: "", parameters: {} };
  }

  return new Hono<SimulatorEnv>()
    .post("/mpesa/transactionstatus/v1/query", faulty("status"), requireToken, async (c) => {
      const body = await readObject(c);
      if (!body) return answerError(c, "bad-json");
      const read = readOperatorRequest(body, "TransactionStatusQuery", habits.now);
      if ("refusal" in read) return answerRefusal(c, read.refusal);
      const id = body.TransactionID || body.OriginalConversationID;
      if (typeof id !== "string") return answerBadField(c, "TransactionID");
      if (String(body.PartyA) !== MPESA.shortcode) return answerBadField(c, "PartyA");
      if (String(body.IdentifierType) !== "4") return answerBadField(c, "IdentifierType");

      const { request } = read;
      const conversation = results.newConversation();
      if (faults.take("mpesa", "status", ["queue-timeout"])) {
        results.tellTimeout("status", request, conversation);
        return accept(c, conversation);
      }
      const { denied } = request;
      const result = denied ? { code: denied, transactionId: "", parameters: {} } : status(id);
      results.tell("status", request, conversation, result);
      return accept(c, conversation);
    })
    .post("/mpesa/reversal/v1/request", faulty("refund"), requireToken, async (c) => {
      const body = await readObject(c);
      if (!body) return answerError(c, "bad-json");
      const read = readOperatorRequest(body, "TransactionReversal", habits.now);
      if ("refusal" in read) return answerRefusal(c, read.refusal);
      const receipt = body.TransactionID;
      if (typeof receipt !== "string" || receipt === "") return answerBadField(c, "TransactionID");
      const amountShillings = wholeShillings(body.Amount);
      if (!amountShillings || amountShillings > MOST_SHILLINGS) return answerBadField(c, "Amount");
      if (String(body.ReceiverParty) !== MPESA.shortcode) return answerBadField(c, "ReceiverParty");
      // The misspelling is Daraja's.
      if (String(body.RecieverIdentifierType) !== "11") return answerBadField(c, "RecieverIdentifierType");

      const { request } = read;
      const conversation = results.newConversation();
      const timeout = faults.take("mpesa", "refund", ["queue-timeout"]);
      if (timeout) results.tellTimeout("reversal", request, conversation);
      if (timeout && !timeout.effect) return accept(c, conversation);

      const reversal = reverser.byApi({ receipt, amountShillings }, request.denied, conversation);
      const { resultCode: code, transactionId } = reversal;
      const parameters = reversalResult(reversal, books.find(receipt), books.balance());
      if (!timeout) results.tell("reversal", request, conversation, { code, transactionId, parameters });
      return accept(c, conversation);
    });
}
