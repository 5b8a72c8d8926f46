import type { Shop } from "./shop.ts";

/** The providers that sign what they send. */
export type Signing = "stripe" | "paypal";

/** A request with its provider's signature, made now, that nobody has sent yet. */
export interface SignedEvent {
  readonly body: string;
  readonly headers: Record<string, string>;
}

/** What a provider would have told the shop about one payment, the oldest first. */
export async function eventsOf(
  shop: Shop,
  provider: Signing,
  reference: string,
): Promise<readonly { readonly id: string; readonly type: string }[]> {
  const { payments } = await shop.control<{ payments: { events: { id: string; type: string }[] }[] }>(
    `payments?provider=${provider}&id=${reference}`,
  );
  return payments[0]?.events ?? [];
}

/** The event of that type about a payment, freshly signed. @throws {Error} when there is none */
export async function eventOf(shop: Shop, provider: Signing, reference: string, type: string): Promise<SignedEvent> {
  const events = await eventsOf(shop, provider, reference);
  const found = events.find((event) => event.type === type);
  if (!found)
    throw new Error(`${provider} has no ${type} of ${reference}, but ${events.map((event) => event.type).join(", ")}`);
  return shop.control<SignedEvent>("act", { provider, action: "event", eventId: found.id });
}

/** Signs and sends an event of the proof's own making, as only the provider could. */
export const sendEvent = (
  shop: Shop,
  provider: Signing,
  event: { readonly type: string; readonly object: unknown; readonly id?: string },
): Promise<{ eventId: string; status: number; text: string }> =>
  shop.control("act", { provider, action: "send-event", ...event });

/** Where a provider's signed events go. */
export const eventAddress = (shopUrl: string, provider: Signing): string =>
  `${shopUrl}/webhooks/${{ stripe: "st", paypal: "pp" }[provider]}`;
