import { createHmac } from "node:crypto";
import type { StatementLine } from "#tests/simulators/core/provider";
import { STRIPE } from "#tests/simulators/credentials";
import { openWorld } from "./world.ts";

/** Simulators whose Stripe tells this test's ear, and a shop's hands to call it with. */
export async function openStripe(options: { clockScale?: number; stateFile?: string } = {}) {
  const world = await openWorld(options);
  const webhookUrl = `${world.ear.url}/webhooks/st`;
  await world.control("auto", { provider: "stripe", settings: { webhookUrl } });

  async function call(method: "GET" | "POST", path: string, form: Form = {}, headers: Record<string, string> = {}) {
    const text = new URLSearchParams(
      Object.entries(form).filter((entry): entry is [string, string] => entry[1] !== undefined),
    );
    const isPost = method === "POST";
    const response = await fetch(`${world.url}/stripe/v1/${path}${isPost || text.size === 0 ? "" : `?${text}`}`, {
      method,
      headers: { authorization: `Bearer ${STRIPE.secretKey}`, ...headers },
      ...(isPost && { body: text }),
    });
    return { status: response.status, headers: response.headers, json: JSON.parse(await response.text()) };
  }

  const create = (changes: Form = {}, headers: Record<string, string> = {}) =>
    call("POST", "checkout/sessions", { ...SESSION, ...changes }, headers);
  const decide = (id: string, decision: string) =>
    world.control("decide", { provider: "stripe", id, decision, wait: true });
  const act = async (action: string, body: Record<string, unknown> = {}) =>
    (await world.control("act", { provider: "stripe", action, ...body })).json;
  const settings = (changed: Record<string, unknown>) =>
    world.control("auto", { provider: "stripe", settings: changed });

  return {
    ...world,
    call,
    create,
    decide,
    act,
    settings,
    get: (path: string, query: Form = {}) => call("GET", path, query),
    post: (path: string, form: Form = {}, headers: Record<string, string> = {}) => call("POST", path, form, headers),
    /** A session that was paid; its id and its intent's. */
    async paid(changes: Form = {}) {
      const { json } = await create(changes);
      await decide(json.id, "approve");
      const session = (await call("GET", `checkout/sessions/${json.id}`)).json;
      return { id: String(json.id), intent: String(session.payment_intent) };
    },
    types: () => world.ear.heard.map(({ body }) => JSON.parse(body).type as string),
    lines: async () => (await world.control("statement?provider=stripe")).json.lines as StatementLine[],
    press: (id: string, form: Record<string, string>) =>
      fetch(`${world.url}/stripe/pay/${id}`, { method: "POST", body: new URLSearchParams(form), redirect: "manual" }),
  };
}

type Form = Record<string, string | undefined>;

/** What `stripe-node` writes for one line with the order's total. */
export const SESSION: Form = {
  mode: "payment",
  success_url: "http://127.0.0.1:8787/back?session={CHECKOUT_SESSION_ID}",
  cancel_url: "http://127.0.0.1:8787/checkout",
  "line_items[0][quantity]": "1",
  "line_items[0][price_data][currency]": "kes",
  "line_items[0][price_data][unit_amount]": "145000",
  "line_items[0][price_data][product_data][name]": "Order A7QK2M",
  client_reference_id: "pay_01JC",
  "metadata[attempt_id]": "pay_01JC",
  "payment_intent_data[metadata][attempt_id]": "pay_01JC",
  "allowed_payment_method_types[0]": "card",
  customer_email: "amina@example.com",
};

/** Whether a webhook is Stripe's, worked out as its documentation says. */
export function isSigned({ body, headers }: { body: string; headers: Readonly<Record<string, unknown>> }): boolean {
  const [, t, v1] = /^t=(\d+),v1=([0-9a-f]{64})/.exec(String(headers["stripe-signature"])) ?? [];
  return v1 === createHmac("sha256", STRIPE.webhookSecret).update(`${t}.${body}`).digest("hex");
}
