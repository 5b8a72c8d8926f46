import { z } from "zod";
import type { PaypalConfig } from "../../../config.ts";
import type { Answer, Http } from "../../../http.ts";
import type { AccessToken, Tokens } from "../../../objects/token-keeper.ts";
import type { Log } from "../../gateway.ts";
import { parseJson } from "../answers.ts";
import { shown } from "../shown.ts";

const SLOW_MS = 10_000; // taking and giving back money passes through banks

export interface Reply {
  readonly status: number;
  /** The JSON that came; `null` when it was none. */
  readonly body: unknown;
}

export interface Call {
  readonly what: string;
  readonly path: string;
  /** Makes it a POST. */
  readonly body?: object;
  /** Under which PayPal does it once, however often it is sent. */
  readonly requestId?: string;
  /** Asks for the whole of what was made, and not for its id alone. */
  readonly whole?: boolean;
}

/** Asks PayPal one thing. `not-sent`: no token was to be had. `silent`: no answer came, and it may have had its effect. */
export type Paypal = (call: Call, log: Log) => Promise<Reply | "not-sent" | "silent">;

export function paypalClient(config: PaypalConfig, http: Http, tokens: Tokens): Paypal {
  async function mint(): Promise<AccessToken> {
    const basic = Buffer.from(`${config.clientId}:${config.clientSecret}`).toString("base64");
    const reply = await http(`${config.baseUrl}/v1/oauth2/token`, {
      method: "POST",
      headers: { Authorization: `Basic ${basic}`, "Content-Type": "application/x-www-form-urlencoded" },
      body: "grant_type=client_credentials",
    });
    const token = tokenBody.parse(reply.status === 200 ? parseJson(reply.text) : null);
    return { value: token.access_token, expiresAt: Date.now() + token.expires_in * 1_000 };
  }

  const send = ({ path, body, requestId, whole }: Call, token: string): Promise<Answer> =>
    http(`${config.baseUrl}${path}`, {
      headers: {
        Authorization: `Bearer ${token}`,
        "Content-Type": "application/json",
        ...(requestId && { "PayPal-Request-Id": requestId }),
        ...(whole && { Prefer: "return=representation" }),
      },
      ...(body && { method: "POST" as const, body: JSON.stringify(body) }),
      ...(whole && { timeoutMs: SLOW_MS }),
    });

  return async (call, log) => {
    const { what, path, body } = call;
    const request = body ? `POST ${path} ${JSON.stringify(body, hidden)}` : `GET ${path}`;
    const told = <T extends "not-sent" | "silent">(outcome: T, words: string): T => {
      log({ what, request, answer: words });
      return outcome;
    };
    let token: string;
    try {
      token = await tokens.get(mint);
    } catch {
      return told("not-sent", "not sent: no access token");
    }
    try {
      let reply = await send(call, token);
      if (reply.status === 401) reply = await send(call, await tokens.get(mint, token)); // said before anything is done
      log({ what, request, answer: shown(reply, SHOWN) });
      return { status: reply.status, body: parseJson(reply.text) };
    } catch {
      return told("silent", "no answer");
    }
  };
}

const tokenBody = z.object({ access_token: z.string().min(1), expires_in: z.coerce.number().positive() });

const hidden = (name: string, value: unknown): unknown => (name.endsWith("_url") ? "…" : value);

/** What the payment log keeps of an answer: neither links, which lead to the payer's page, nor the payer. */
const SHOWN = new Set(
  `id status intent purchase_units payments captures refunds amount currency_code value custom_id invoice_id payee merchant_id
  create_time update_time status_details reason name message debug_id details issue error error_description`.split(
    /\s+/,
  ),
);

export const isOk = (reply: Reply | "not-sent" | "silent"): reply is Reply =>
  typeof reply === "object" && (reply.status === 200 || reply.status === 201);

const errorBody = z.object({
  name: z.string().default(""),
  details: z.array(z.object({ issue: z.string().default("") })).default([]),
});

/** What an error is called, and the first thing at issue; empty where it has no name. */
export function errorOf({ body }: Reply): { readonly name: string; readonly issue: string } {
  const error = errorBody.safeParse(body).data;
  return { name: error?.name ?? "", issue: error?.details[0]?.issue ?? "" };
}

/** PayPal itself does not know it; an error page of something before it is no answer. */
export const isUnknownThere = (reply: Reply): boolean =>
  reply.status === 404 && errorOf(reply).name === "RESOURCE_NOT_FOUND";
