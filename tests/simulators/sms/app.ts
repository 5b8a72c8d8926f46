import { randomBytes } from "node:crypto";
import { type Context, Hono } from "hono";
import { answerFaults } from "../core/answer-faults.ts";
import { logRequests } from "../core/request-log.ts";
import type { Simulation, SimulatorEnv } from "../core/simulation.ts";
import { addMessage } from "../core/world.ts";
import { SMS } from "../credentials.ts";
import { smsParts } from "./parts.ts";

interface Recipient {
  readonly statusCode: number;
  readonly number: string;
  readonly status: string;
  readonly cost: string;
  readonly messageId: string;
}

const CENTS_PER_PART = 80;
/** A number that ends so is refused so. */
const REFUSALS: Readonly<Record<string, string>> = {
  403: "InvalidPhoneNumber",
  405: "InsufficientBalance",
  406: "UserInBlacklist",
  500: "InternalServerError",
};

/** Africa's Talking bulk SMS. A 201 does not mean sent: each recipient has a status of its own. */
export function smsApp(simulation: Simulation): Hono<SimulatorEnv> {
  const { world, keep, now } = simulation;
  const faulty = answerFaults(simulation, "sms", "send", (c, status) =>
    c.text(status === 500 ? "Internal Server Error" : "Too Many Requests", status),
  );

  return new Hono<SimulatorEnv>()
    .use(logRequests(simulation.requests, "sms"))
    .post("/version1/messaging", faulty, async (c) => {
      const form = new URLSearchParams(await c.req.text());
      for (const field of ["username", "to", "message"]) {
        if (!form.get(field)) return c.text(`Request is missing required form field '${field}'`, 400);
      }
      if (c.req.header("apikey") !== SMS.apiKey || form.get("username") !== SMS.username) {
        return c.text("The supplied authentication is invalid", 401);
      }
      const from = form.get("from");
      if (from !== null && !SMS.senders.includes(from.toUpperCase())) return say(c, "InvalidSenderId", []);

      const text = form.get("message") ?? "";
      const parts = smsParts(text);
      const numbers = (form.get("to") ?? "").split(",").map((number) => number.trim());
      const recipients = numbers.map((number) => sendTo(number, parts));
      for (const { messageId, number, statusCode } of recipients) {
        if (statusCode > 102) continue;
        addMessage(world, {
          id: messageId,
          channel: "sms",
          from: from ?? "AFRICASTKNG",
          to: [number],
          at: now().toISOString(),
          subject: "",
          text,
          html: "",
          headers: {},
          attachments: [],
          parts,
        });
      }
      keep();
      const sent = recipients.filter((one) => one.statusCode <= 102).length;
      return say(c, `Sent to ${sent}/${numbers.length} Total Cost: ${cost(parts * sent)}`, recipients);
    })
    .all("*", (c) => c.text("The requested resource could not be found.", 404));
}

function sendTo(number: string, parts: number): Recipient {
  const refusal = /^\+\d{10,15}$/.test(number) ? number.slice(-3) : "403";
  const status = REFUSALS[refusal];
  if (status) return { statusCode: Number(refusal), number, status, cost: "0", messageId: "None" };
  const messageId = `ATXid_${randomBytes(16).toString("hex")}`;
  return { statusCode: 101, number, status: "Success", cost: cost(parts), messageId };
}

function cost(parts: number): string {
  return parts === 0 ? "0" : `KES ${((parts * CENTS_PER_PART) / 100).toFixed(4)}`;
}

/** HTTP 201 in JSON only where it is asked for, else in XML. */
function say(c: Context<SimulatorEnv>, message: string, recipients: readonly Recipient[]): Response {
  if (c.req.header("accept")?.includes("application/json")) {
    return c.json({ SMSMessageData: { Message: message, Recipients: recipients } }, 201);
  }
  const rows = recipients.map(
    ({ number, cost: price, status, statusCode, messageId }) =>
      `<Recipient><number>${number}</number><cost>${price}</cost><status>${status}</status><statusCode>${statusCode}</statusCode><messageId>${messageId}</messageId></Recipient>`,
  );
  const xml = `<AfricasTalkingResponse><SMSMessageData><Message>${message}</Message><Recipients>${rows.join("")}</Recipients></SMSMessageData></AfricasTalkingResponse>`;
  return c.body(`<?xml version="1.0" encoding="UTF-8"?>${xml}`, 201, { "content-type": "application/xml" });
}
