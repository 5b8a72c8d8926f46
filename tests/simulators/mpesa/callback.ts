import { Agent, request } from "node:http";
import type { SpoiltBody } from "../core/spoil.ts";
import { MPESA } from "../credentials.ts";
import { OUTCOMES } from "./outcomes.ts";
import type { Push } from "./push.ts";
import { stamp } from "./stamp.ts";

/** Daraja waits about so long for the shop's answer, and then gives up for good. */
const PATIENCE_MS = 10_000;
const agent = new Agent({ keepAlive: true, maxSockets: 64 });

/** The text posted for a decided push. A success has metadata, a failure has none. `amount` is as it appears in JSON. */
export function callbackText(push: Push, changes: { amount?: string; checkoutRequestId?: string } = {}): string {
  const outcome = OUTCOMES[push.outcome ?? "ignore"];
  const head = {
    MerchantRequestID: push.merchantRequestId,
    CheckoutRequestID: changes.checkoutRequestId ?? push.checkoutRequestId,
    ResultCode: Number(outcome.code),
    ResultDesc: outcome.inCallback,
  };
  if (push.outcome !== "approve") return JSON.stringify({ Body: { stkCallback: head } });
  // By hand, because JSON.stringify writes 1450 where Daraja writes 1450.00.
  const items = [
    `{"Name":"Amount","Value":${changes.amount ?? push.amountShillings.toFixed(2)}}`,
    `{"Name":"MpesaReceiptNumber","Value":${JSON.stringify(push.receipt)}}`,
    `{"Name":"Balance"}`,
    `{"Name":"TransactionDate","Value":${stamp(new Date(push.decidedAt ?? push.createdAt))}}`,
    `{"Name":"PhoneNumber","Value":${push.phone}}`,
  ];
  const stkCallback = `${JSON.stringify(head).slice(0, -1)},"CallbackMetadata":{"Item":[${items.join(",")}]}}`;
  return `{"Body":{"stkCallback":${stkCallback}}}`;
}

/** Posts once. Resolves with the shop's status, 0 when it could not be reached or did not answer in time. */
export function post(url: string, body: SpoiltBody): Promise<number> {
  return new Promise((resolve) => {
    const outgoing = request(url, {
      method: "POST",
      agent,
      timeout: PATIENCE_MS,
      headers: {
        "Content-Type": body.type,
        // A length that cannot be kept would hang on the shop's side: half a body travels as if it were whole.
        "Content-Length": body.bytes.length,
        ...(body.encoding && { "Content-Encoding": body.encoding }),
        Businessshortcode: MPESA.shortcode,
      },
    });
    outgoing.on("response", (incoming) => {
      incoming.resume();
      incoming.on("error", () => {});
      resolve(incoming.statusCode ?? 0);
    });
    outgoing.on("timeout", () => outgoing.destroy());
    outgoing.on("error", () => resolve(0));
    outgoing.end(body.bytes);
  });
}

export function jsonBody(text: string): SpoiltBody {
  return { bytes: Buffer.from(text), type: "application/json;charset=UTF-8" };
}
