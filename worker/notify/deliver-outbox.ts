import { readOrder } from "#db/queries/orders";
import { claimMessage, type Message, messagesWaiting, recordSent, type Sent } from "#db/queries/outbox";
import { bankInstructions } from "../bank/instructions.ts";
import type { Deps } from "../deps.ts";
import { makeToken } from "../tokens.ts";
import { composeMail, composeSms } from "./compose.ts";
import { sendEmail } from "./email.ts";
import { sendSms } from "./sms.ts";

/** What waits to be told about one order, right after its cause was committed. */
export const deliverOrderMessages = (deps: Deps, orderId: string): Promise<number> => deliver(deps, 10, orderId);

/** What waits to be told at all: the cron's round. @returns how many were tried */
export const deliverOutbox = (deps: Deps): Promise<number> => deliver(deps, 100);

async function deliver(deps: Deps, limit: number, orderId?: string): Promise<number> {
  if (!deps.config.sending) return 0;
  const messages = await messagesWaiting(deps.db, deps.now(), limit, orderId);
  for (const message of messages) {
    if (await claimMessage(deps.db, message, deps.now()))
      await recordSent(deps.db, message.id, await send(deps, message), deps.now());
  }
  return messages.length;
}

const SAYS_WHERE_TO_SEND = new Set(["placed", "proof-rejected", "transfer-short"]); // mails about a bank transfer

async function send(deps: Deps, message: Message): Promise<Sent> {
  const bundle = await readOrder(deps.db, message.orderId);
  if (!bundle) return { state: "failed", error: "no such order" };
  const url = `${deps.config.shopUrl}/orders/${makeToken(deps.config.linkSecret, "order", message.orderId)}`;
  if (message.channel === "email") {
    if (!deps.config.mail) return { state: "failed", error: "no mail is configured" };
    const transfer = SAYS_WHERE_TO_SEND.has(message.template) ? await bankInstructions(deps, bundle) : null;
    return sendEmail(deps.config.mail, deps.http, message.id, composeMail(message, bundle, url, transfer));
  }
  return deps.config.sms
    ? sendSms(deps.config.sms, deps.http, message.recipient, composeSms(message, bundle, url))
    : { state: "failed", error: "no SMS is configured" };
}
