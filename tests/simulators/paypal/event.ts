import { stamp } from "./ids.ts";

/** What an event's resource is called. */
function resourceTypeOf(type: string): string {
  if (type.startsWith("CUSTOMER.DISPUTE.")) return "dispute";
  if (type.startsWith("CHECKOUT.")) return "checkout-order";
  return /\.(REFUNDED|REVERSED)$|^PAYMENT\.REFUND\./.test(type) ? "refund" : "capture";
}

export interface EventParts {
  readonly id: string;
  readonly type: string;
  readonly resource: unknown;
  readonly at: Date;
  readonly origin: string;
}

/** The body of an event, with its slashes escaped: whoever parses and writes it again has other bytes. */
export function eventText({ id, type, resource, at, origin }: EventParts): string {
  const href = `${origin}/paypal/v1/notifications/webhooks-events/${id}`;
  const event = {
    id,
    event_version: "1.0",
    create_time: stamp(at).replace("Z", ".000Z"),
    resource_type: resourceTypeOf(type),
    resource_version: "2.0",
    event_type: type,
    summary: type.toLowerCase().replaceAll(/[._-]/g, " "),
    resource,
    links: [
      { href, rel: "self", method: "GET" },
      { href: `${href}/resend`, rel: "resend", method: "POST" },
    ],
  };
  return JSON.stringify(event).replaceAll("/", "\\/");
}

/** The same event with another amount; undefined when it has none. */
export function withAmount(text: string, change: { amount?: number | string | undefined; by?: number | undefined }) {
  const event = JSON.parse(text);
  const { resource } = event;
  const amount = resource.amount ?? resource.dispute_amount ?? resource.purchase_units?.[0]?.amount;
  if (amount === undefined) return undefined;
  amount.value = change.amount ?? (Number(amount.value) + (change.by ?? 1)).toFixed(2);
  return JSON.stringify(event).replaceAll("/", "\\/");
}
