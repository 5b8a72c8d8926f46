import { z } from "zod";
import type { StripeConfig } from "../../../config.ts";
import type { Http } from "../../../http.ts";
import type { Log } from "../../gateway.ts";
import { parseJson } from "../answers.ts";
import { shown } from "../shown.ts";

/** The pinned version: Stripe renames and removes things between them. */
const VERSION = "2026-10-28.endive";

/** Names as Stripe wants them, brackets and all, in the order they are sent. */
export type Form = readonly (readonly [name: string, value: string])[];

export interface Reply {
  readonly status: number;
  /** The JSON that came; `null` when it was none. */
  readonly body: unknown;
}

export interface Call {
  readonly what: string;
  readonly path: string;
  /** Makes it a POST. */
  readonly form?: Form;
  /** Under which Stripe does it once, however often it is sent. */
  readonly key?: string;
}

/** Asks Stripe one thing. `null`: no answer came. */
export type Stripe = (call: Call, log: Log) => Promise<Reply | null>;

export function stripeClient(config: StripeConfig, http: Http): Stripe {
  return async ({ what, path, form, key }, log) => {
    const request = form ? `POST ${path} ${encoded(form.map(hidden))}` : `GET ${path}`;
    const headers = {
      Authorization: `Bearer ${config.secretKey}`,
      "Stripe-Version": VERSION,
      ...(form && { "Content-Type": "application/x-www-form-urlencoded" }),
      ...(key && { "Idempotency-Key": key }),
    };
    try {
      const reply = await http(`${config.baseUrl}${path}`, {
        headers,
        ...(form && { method: "POST" as const, body: encoded(form) }),
      });
      log({ what, request, answer: shown(reply, SHOWN) });
      return { status: reply.status, body: parseJson(reply.text) };
    } catch {
      log({ what, request, answer: "no answer" });
      return null;
    }
  };
}

/** Literal brackets in the names, everything else escaped. */
const encoded = (form: Form): string => form.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join("&");

const hidden = ([name, value]: Form[number]): Form[number] => [name, name.endsWith("_url") ? "…" : value];

/** What the payment log keeps of an answer: never the page's address, which lets anyone pay or look, nor the payer. */
const SHOWN = new Set(
  `id object data has_more status payment_status amount amount_total amount_received currency created expires_at livemode
  client_reference_id payment_intent latest_charge charge metadata attempt_id refund_id failure_reason
  error last_payment_error type code decline_code param message`.split(/\s+/),
);

const errorBody = z.object({ error: z.object({ type: z.string().nullish(), code: z.string().nullish() }) });

/** What an error is called, empty where it has no name. */
export function errorOf({ body }: Reply): { readonly type: string; readonly code: string } {
  const error = errorBody.safeParse(body).data?.error;
  return { type: error?.type ?? "", code: error?.code ?? "" };
}

export const isOk = ({ status }: Reply): boolean => status === 200;
