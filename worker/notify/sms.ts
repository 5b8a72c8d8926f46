import { z } from "zod";
import type { Sent } from "#db/queries/outbox";
import type { Config } from "../config.ts";
import type { Http } from "../http.ts";
import { safeJson } from "./email.ts";

const reply201 = z.object({
  SMSMessageData: z.object({
    Message: z.string().default(""),
    Recipients: z.array(z.object({ statusCode: z.number(), status: z.string() })),
  }),
});
const ACCEPTED = new Set([100, 101, 102]);
const LATER = new Set([405, 500, 501, 502]);

/** Sends through Africa's Talking. It has no key of ours: silence stays `unknown` and is not sent again. Source: their "Bulk SMS" documentation. */
export async function sendSms(sms: NonNullable<Config["sms"]>, http: Http, to: string, message: string): Promise<Sent> {
  const body = new URLSearchParams({
    username: sms.username,
    to,
    message,
    ...(sms.sender ? { from: sms.sender } : {}),
    enqueue: "1",
  });
  try {
    const reply = await http(`${sms.baseUrl}/version1/messaging`, {
      method: "POST",
      headers: { apiKey: sms.apiKey, Accept: "application/json", "Content-Type": "application/x-www-form-urlencoded" },
      body: body.toString(),
    });
    const data = reply201.safeParse(safeJson(reply.text)).data?.SMSMessageData;
    if (!data) return { state: withoutData(reply.status), error: `HTTP ${reply.status}` };
    const recipient = data.Recipients[0];
    if (!recipient) return { state: "failed", error: data.Message };
    if (ACCEPTED.has(recipient.statusCode)) return { state: "sent" };
    return { state: LATER.has(recipient.statusCode) ? "pending" : "failed", error: recipient.status };
  } catch {
    return { state: "unknown", error: "no answer" };
  }
}

/** Turned away for being too many was not sent; a server's error may hide a message that was. */
const withoutData = (status: number): "pending" | "failed" | "unknown" =>
  status === 429 ? "pending" : status < 500 ? "failed" : "unknown";
