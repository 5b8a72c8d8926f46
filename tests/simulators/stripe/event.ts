import { unix } from "./ids.ts";

export const API_VERSION = "2026-10-28.endive";

export interface EventParts {
  readonly id: string;
  readonly type: string;
  readonly object: unknown;
  readonly at: Date;
  readonly livemode: boolean;
  /** Only in events of another account that is connected to this one. */
  readonly account?: string | undefined;
}

/** The body of an event, indented as Stripe's are: whoever parses and writes it again has other bytes. */
export function eventText({ id, type, object, at, livemode, account }: EventParts): string {
  const event = {
    id,
    object: "event",
    ...(account && { account }),
    api_version: API_VERSION,
    created: unix(at),
    data: { object },
    livemode,
    pending_webhooks: 1,
    request: { id: null, idempotency_key: null },
    type,
  };
  return JSON.stringify(event, null, 2);
}

/** The same event with another amount; undefined when it has none. */
export function withAmount(text: string, change: { amount?: number | string | undefined; by?: number | undefined }) {
  const event = JSON.parse(text);
  const { object } = event.data;
  const member = object.object === "checkout.session" ? "amount_total" : "amount";
  if (typeof object[member] !== "number") return undefined;
  object[member] = change.amount ?? object[member] + (change.by ?? 1);
  return JSON.stringify(event, null, 2);
}
