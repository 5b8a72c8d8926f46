import { Hono } from "hono";
import * as z from "zod";
import type { SimulatorEnv } from "../core/simulation.ts";
import type { Books } from "./books.ts";
import { notFound, PaypalError } from "./errors.ts";
import { readBody } from "./order-request.ts";
import { rawMember } from "./raw-member.ts";
import { isOwnSignature } from "./signature.ts";

const EVENTS_PER_PAGE = 10;

const postback = z.object({
  auth_algo: z.string(),
  cert_url: z.string(),
  transmission_id: z.string(),
  transmission_sig: z.string(),
  transmission_time: z.string(),
  webhook_id: z.string(),
  webhook_event: z.record(z.string(), z.unknown()),
});

/** Webhooks after the fact: is this one yours, which were there, send it again. */
export function notifications(books: Books): Hono<SimulatorEnv> {
  const { desk } = books;
  return new Hono<SimulatorEnv>()
    .post("/verify-webhook-signature", async (c) => {
      const text = await c.req.text();
      const told = readBody(postback, parse(text));
      const { transmission_id: id, transmission_time: time, webhook_id: webhookId } = told;
      const raw = rawMember(text, "webhook_event") ?? "";
      const isOwn = isOwnSignature({ id, time, webhookId }, told.auth_algo, told.transmission_sig, raw);
      return c.json({ verification_status: isOwn ? "SUCCESS" : "FAILURE" });
    })
    .get("/webhooks-events", (c) => {
      const { event_type: type, start_time: start = "", page_size: size = EVENTS_PER_PAGE } = c.req.query();
      const fits = desk.all().filter((notice) => (!type || notice.type === type) && notice.at >= start);
      const events = fits
        .reverse()
        .slice(0, Number(size))
        .map(({ text }) => JSON.parse(text));
      return c.json({ events, count: events.length, links: [] });
    })
    .get("/webhooks-events/:id", (c) => {
      const notice = desk.find(c.req.param("id"));
      if (!notice) throw notFound();
      return c.json(JSON.parse(notice.text));
    })
    .post("/webhooks-events/:id/resend", (c) => {
      const notice = desk.find(c.req.param("id"));
      if (!notice) throw notFound();
      void desk.resend(notice.id);
      return c.json(JSON.parse(notice.text), 202);
    });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new PaypalError(400, [
      { issue: "MALFORMED_REQUEST_JSON", description: "The request JSON is not well formed." },
    ]);
  }
}
