import { createVerify, randomUUID, X509Certificate } from "node:crypto";
import { crc32 } from "node:zlib";
import type { StatementLine } from "#tests/simulators/core/provider";
import { PAYPAL } from "#tests/simulators/credentials";
import { openWorld } from "./world.ts";

/** Simulators whose PayPal tells this test's ear, and a shop's hands to call it with. */
export async function openPaypal(options: { clockScale?: number; stateFile?: string } = {}) {
  const world = await openWorld(options);
  const at = `${world.url}/paypal`;
  const webhookUrl = `${world.ear.url}/webhooks/pp`;
  await world.control("auto", { provider: "paypal", settings: { webhookUrl } });

  async function mint(secret: string = PAYPAL.clientSecret, grant = "client_credentials") {
    const response = await fetch(`${at}/v1/oauth2/token`, {
      method: "POST",
      headers: { authorization: `Basic ${btoa(`${PAYPAL.clientId}:${secret}`)}` },
      body: new URLSearchParams({ grant_type: grant }),
    });
    return { status: response.status, json: JSON.parse(await response.text()) };
  }
  const token = (await mint()).json.access_token;

  async function call(method: "GET" | "POST", path: string, body?: unknown, headers: Record<string, string> = {}) {
    const response = await fetch(`${at}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json", ...headers },
      ...(method === "POST" && { body: typeof body === "string" ? body : JSON.stringify(body ?? {}) }),
    });
    return { status: response.status, headers: response.headers, json: JSON.parse(await response.text()) };
  }

  const requestId = () => ({ "paypal-request-id": randomUUID() });
  const create = (unit: Record<string, unknown> = {}, headers: Record<string, string> = {}) =>
    call("POST", "/v2/checkout/orders", orderBody(unit), { ...requestId(), ...headers });
  const capture = (id: string, headers: Record<string, string> = {}) =>
    call("POST", `/v2/checkout/orders/${id}/capture`, {}, { ...requestId(), ...headers });
  const refund = (captureId: string, body: unknown = {}, headers: Record<string, string> = {}) =>
    call("POST", `/v2/payments/captures/${captureId}/refund`, body, { ...requestId(), ...headers });
  const decide = (id: string, decision: string) =>
    world.control("decide", { provider: "paypal", id, decision, wait: true });
  const act = async (action: string, body: Record<string, unknown> = {}) =>
    (await world.control("act", { provider: "paypal", action, ...body })).json;
  const events = () => world.ear.heard.map(({ body }) => JSON.parse(body));

  return {
    ...world,
    mint,
    token,
    call,
    create,
    capture,
    refund,
    decide,
    act,
    events,
    get: (path: string) => call("GET", path),
    settings: (changed: Record<string, unknown>) => world.control("auto", { provider: "paypal", settings: changed }),
    types: () => events().map(({ event_type }) => event_type as string),
    lines: async () => (await world.control("statement?provider=paypal")).json.lines as StatementLine[],
    shown: async (id: string) => (await world.control(`payments?provider=paypal&id=${id}`)).json.payments[0],
    /** An order that was approved and captured; its id and its capture's. */
    async paid(unit: Record<string, unknown> = {}) {
      const { json } = await create(unit);
      await decide(json.id, "approve");
      const captured = await capture(json.id);
      return { id: String(json.id), captureId: String(captured.json.purchase_units[0].payments.captures[0].id) };
    },
    press: (id: string, decision: string) =>
      fetch(`${at}/pay/${id}`, { method: "POST", body: new URLSearchParams({ decision }), redirect: "manual" }),
  };
}

/** What the shop sends: one unit with one amount, and where the payer is to come back. */
export function orderBody(unit: Record<string, unknown> = {}) {
  return {
    intent: "CAPTURE",
    purchase_units: [
      { custom_id: "pay_01JC", invoice_id: "pay_01JC", amount: { currency_code: "USD", value: "11.24" }, ...unit },
    ],
    payment_source: {
      paypal: {
        experience_context: {
          return_url: "http://127.0.0.1:8787/back?attempt=1",
          cancel_url: "http://127.0.0.1:8787/checkout",
          user_action: "PAY_NOW",
          shipping_preference: "NO_SHIPPING",
        },
      },
    },
  };
}

/** Whether a webhook is PayPal's, worked out as its documentation says, with the certificate from where it says it is. */
export async function isSigned({
  body,
  headers,
}: {
  body: string;
  headers: Readonly<Record<string, unknown>>;
}): Promise<boolean> {
  const header = (name: string) => String(headers[`paypal-${name}`] ?? headers[`PAYPAL-${name.toUpperCase()}`]);
  const pem = await (await fetch(header("cert-url"))).text();
  const certificate = new X509Certificate(pem);
  if (!/CN=messageverificationcerts\.paypal\.com$/m.test(certificate.subject)) return false;
  const message = [header("transmission-id"), header("transmission-time"), PAYPAL.webhookId, crc32(body)].join("|");
  return createVerify("RSA-SHA256").update(message).verify(certificate.publicKey, header("transmission-sig"), "base64");
}
