import { readFile } from "node:fs/promises";
import { type Context, Hono } from "hono";
import * as z from "zod";
import { FAULTS, type FaultName, type Phase, PROVIDERS, unsuitable } from "../core/faults.ts";
import { findMessages } from "../core/find-messages.ts";
import type { SimulatedProvider } from "../core/provider.ts";
import type { Simulation, SimulatorEnv } from "../core/simulation.ts";
import { homePage } from "./home-page.ts";
import { inboxPage } from "./inbox-page.ts";
import { phonePage } from "./phone-page.ts";

const OWN = new URL(".", import.meta.url);
const PROJECT = new URL("../../../", import.meta.url);
/** The shop's own sheets first, so that these pages look as if the same hand had made them. */
const SHEETS = ["tokens", "base", "layout", "parts"].map((name) => new URL(`src/styles/${name}.css`, PROJECT));

/** Scripts come from here alone; styles may be inline because a mail in its frame inherits this policy. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self'",
  "connect-src 'self'",
  "img-src data: http: https:",
  "form-action 'self'",
  "frame-src 'self'",
  "base-uri 'self'",
].join("; ");

const MESSAGES_SHOWN = 200;
const phoneQuery = z.object({ number: z.string().optional() });
const inboxQuery = z.object({
  to: z.string().trim().optional(),
  channel: z.enum(["mail", "sms"]).optional().catch(undefined),
  open: z.string().optional(),
});
const decisionForm = z.object({
  provider: z.string(),
  id: z.string(),
  decision: z.string(),
  /** The phone that a person chose to look at. */
  number: z.string().optional(),
});
const faultForm = z.object({
  provider: z.enum(PROVIDERS),
  what: z
    .string()
    .regex(/^[a-z]+\/[a-z0-9-]+$/)
    .transform((what) => what.split("/") as [Phase, FaultName])
    .refine(([, fault]) => fault in FAULTS)
    .transform(([phase, fault]) => ({ phase, fault })),
  times: z.coerce.number().int().min(1).max(1000),
});

/** The pages people look at: every provider, the simulated phone, and the inbox. They work without scripts; a script keeps them fresh. */
export function pagesApp(simulation: Simulation, providers: readonly SimulatedProvider[]): Hono<SimulatorEnv> {
  const { world } = simulation;

  /** Somebody pressed a button: what has ended meanwhile stays as it is, and the page that follows says so. False when there is no such button. */
  function decide(name: string, id: string, decision: string): boolean {
    const provider = providers.find((one) => one.name === name);
    if (!provider?.decisions.includes(decision)) return false;
    provider.decide({ id }, decision).catch(() => {});
    return true;
  }

  return new Hono<SimulatorEnv>()
    .use(async (c, next) => {
      await next();
      c.header("cache-control", "no-store");
      c.header("content-security-policy", POLICY);
      c.header("x-content-type-options", "nosniff");
    })
    .get("/", (c) => c.html(homePage(new URL(c.req.url).origin, simulation, providers)))
    .post("/decide", async (c) => {
      const form = decisionForm.safeParse(await c.req.parseBody());
      if (!form.success) return c.text("This is not a decision about a payment.", 400);
      const { provider, id, decision } = form.data;
      if (!decide(provider, id, decision)) return c.text("This is not a decision about a payment.", 400);
      return c.redirect(`/#${provider}`, 303);
    })
    .post("/faults", async (c) => {
      const form = faultForm.safeParse(await c.req.parseBody());
      if (!form.success) return c.text("This is not a fault.", 400);
      const { provider, what, times } = form.data;
      if (unsuitable(provider, what.phase, what.fault)) return c.text("This fault cannot be had there.", 400);
      simulation.faults.add({ provider, ...what, left: times });
      return c.redirect(`/#${provider}`, 303);
    })
    .post("/faults/off", async (c) => {
      const form = z.object({ id: z.coerce.number() }).safeParse(await c.req.parseBody());
      if (form.success) simulation.faults.remove(form.data.id);
      return c.redirect("/", 303);
    })
    .get("/phone", (c) => {
      const { number } = phoneQuery.parse(c.req.query());
      return c.html(phonePage(world, providers, number));
    })
    .post("/phone/decision", async (c) => {
      const form = decisionForm.safeParse(await c.req.parseBody());
      if (!form.success) return c.text("This is not a decision about a prompt.", 400);
      const { provider, id, decision, number } = form.data;
      if (!decide(provider, id, decision)) return c.text("This is not a decision about a prompt.", 400);
      return c.redirect(number ? `/phone?number=${encodeURIComponent(number)}` : "/phone", 303);
    })
    .get("/inbox", (c) => {
      const { to, channel, open } = inboxQuery.parse(c.req.query());
      const messages = findMessages(world, { to: to || undefined, channel });
      const opened = open === undefined ? undefined : world.messages.find((message) => message.id === open);
      return c.html(
        inboxPage({ messages: messages.slice(0, MESSAGES_SHOWN), total: messages.length, opened, to, channel }),
      );
    })
    .get("/pages.css", (c) => sendFiles(c, "text/css", [...SHEETS, new URL("pages.css", OWN)]))
    .get("/pages.js", (c) => sendFiles(c, "text/javascript", [new URL("pages.js", OWN)]))
    .get("/favicon.svg", (c) => sendFiles(c, "image/svg+xml", [new URL("public/favicon.svg", PROJECT)]))
    .get("/fonts/besley-latin.woff2", (c) =>
      sendFiles(c, "font/woff2", [new URL("public/fonts/besley-latin.woff2", PROJECT)]),
    )
    .all("*", (c) => c.text("There is nothing here.", 404));
}

/** The files in a row as one answer; those that are missing are left out. */
async function sendFiles(c: Context, type: string, files: readonly URL[]): Promise<Response> {
  const parts = await Promise.all(files.map((file) => readFile(file).catch(() => undefined)));
  return c.body(new Uint8Array(Buffer.concat(parts.filter((part) => part !== undefined))), 200, {
    "content-type": type,
  });
}
