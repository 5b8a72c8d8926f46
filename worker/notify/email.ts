import { z } from "zod";
import type { Sent } from "#db/queries/outbox";
import type { Config } from "../config.ts";
import type { Http } from "../http.ts";

export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

const errorReply = z.object({ name: z.string() });
const LATER = new Set([
  "rate_limit_exceeded",
  "daily_quota_exceeded",
  "monthly_quota_exceeded",
  "concurrent_idempotent_requests",
  "application_error",
  "internal_server_error",
]);

/** Sends through Resend's `POST /emails`; `key` makes a repeat harmless for 24 hours. Source: resend.com API reference. */
export async function sendEmail(
  mail: NonNullable<Config["mail"]>,
  http: Http,
  key: string,
  message: Mail,
): Promise<Sent> {
  try {
    const reply = await http(`${mail.baseUrl}/emails`, {
      method: "POST",
      headers: {
        Authorization: `Bearer ${mail.apiKey}`,
        "Content-Type": "application/json",
        "User-Agent": "duka/1",
        "Idempotency-Key": key,
      },
      body: JSON.stringify({
        from: mail.from,
        to: message.to,
        subject: message.subject.replace(/[\r\n]+/g, " "),
        text: message.text,
        html: message.html,
        headers: { "Auto-Submitted": "auto-generated" },
      }),
    });
    if (reply.status >= 200 && reply.status < 300) return { state: "sent" };
    const name = errorReply.safeParse(safeJson(reply.text)).data?.name ?? `HTTP ${reply.status}`;
    return {
      state: LATER.has(name) || reply.status >= 500 || reply.status === 429 ? "pending" : "failed",
      error: name,
    };
  } catch {
    return { state: "pending", error: "no answer" };
  }
}

export function safeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
