import type { PlacedView } from "#domain/checkout/schema";
import type { GatewayCode } from "#domain/payments/names";
import { makeToken } from "#worker/tokens";
import type { Wanted } from "./client.ts";
import { demoSecret } from "./demo-secrets.ts";
import { type Shop, until } from "./shop.ts";

/** How one method is bought by: where it is offered, who simulates it, how goods without an address travel. */
export interface Way {
  readonly method: GatewayCode;
  readonly market: "ke" | "np" | "world";
  readonly provider: "mpesa" | "airtel" | "paypal" | "stripe" | "khalti" | "bank";
  readonly kind: "physical" | "digital";
}

export const WAYS = {
  mpesa: { method: "mpesa", market: "ke", provider: "mpesa", kind: "physical" },
  airtel: { method: "airtel", market: "ke", provider: "airtel", kind: "physical" },
  stripe: { method: "stripe", market: "ke", provider: "stripe", kind: "physical" },
  paypal: { method: "paypal", market: "world", provider: "paypal", kind: "digital" },
  khalti: { method: "khalti", market: "np", provider: "khalti", kind: "physical" },
  "bank-transfer": { method: "bank-transfer", market: "ke", provider: "bank", kind: "physical" },
} as const satisfies Record<string, Way>;
export type WayName = keyof typeof WAYS;

/** An order placed, with the attempt that asks for its money. */
export interface Begun {
  readonly placed: PlacedView;
  readonly attemptId: string;
  /** The provider's name for the attempt: session, order, pidx. Null for a transfer. */
  readonly providerReference: string | null;
  readonly phone: string | null;
}

let numbers = 0;
/** A phone nobody else in this run has. */
export const newPhone = (method: GatewayCode): string =>
  `+254${method === "airtel" ? "733" : "712"}${String(100_000 + (numbers++ % 900_000)).slice(-6)}`;

/** The variant of that kind with the most on the shelf and a price in that market's currency. */
export async function variantFor(shop: Shop, { market, kind }: Way): Promise<string> {
  return shop.one<string>(
    `SELECT v.id FROM variants v JOIN products p ON p.id = v.product_id LEFT JOIN stock s ON s.variant_id = v.id
     JOIN prices r ON r.variant_id = v.id AND r.currency = (SELECT currency FROM markets WHERE id = ?)
     WHERE p.kind = ? AND p.status = 'published' AND v.status = 'active' ORDER BY s.on_hand DESC, v.id LIMIT 1`,
    [market, kind],
  );
}

/** Buys by one method and waits until its provider has the request. */
export async function begin(
  shop: Shop,
  way: Way,
  { variantId, quantity = 1, ...wanted }: { variantId: string; quantity?: number } & Wanted,
): Promise<Begun> {
  const phone = way.method === "mpesa" || way.method === "airtel" ? (wanted.phone ?? newPhone(way.method)) : null;
  const delivery = way.kind === "digital" ? "download" : "collect";
  const placed = await shop.client().buy([{ variantId, quantity }], {
    market: way.market,
    method: way.method,
    delivery,
    ...(phone && { phone }),
    ...wanted,
  });
  const providerReference = way.method === "bank-transfer" ? null : await referenceOf(shop, placed.attemptId);
  return { placed, attemptId: placed.attemptId, providerReference, phone };
}

/** The provider's name for an attempt, as soon as it has given one. */
export const referenceOf = (shop: Shop, attemptId: string): Promise<string> =>
  until(
    "the provider has it",
    () => shop.one<string>("SELECT provider_reference FROM payments WHERE id = ?", [attemptId]),
    60_000, // on a laden machine
  );

/** Where the payer's browser comes back to from the provider. */
export function backAddress(shop: Shop, way: Way, { attemptId }: Begun, query = ""): string {
  const token = makeToken(demoSecret("LINK_SECRET"), "back", attemptId);
  return `${shop.url}/pay/${PATHS[way.method]}/${token}${query}`;
}
const PATHS: Partial<Record<GatewayCode, string>> = { stripe: "st", paypal: "pp", khalti: "kh" };

/** What the payer does. Resolves when the shop has been told, where anybody tells it. */
export const decide = (shop: Shop, way: Way, { providerReference }: Begun, decision: string): Promise<unknown> =>
  shop.control("decide", { provider: way.provider, id: providerReference, decision, wait: true });

/** What a round still has to do. */
const waiting = (mayStay: string) => ({
  "stored requests": `SELECT count(*) FROM webhook_inbox WHERE applied_at IS NULL AND authenticated = 1 AND NOT (${mayStay})`,
  "orders to fold": "SELECT count(*) FROM orders WHERE folded_rev <> money_rev",
  messages: "SELECT count(*) FROM outbox WHERE state = 'pending' AND channel <> 'publish'",
});

/**
 * Rounds until nothing waits any more: every stored request applied, every message out.
 * @param mayStay a condition on stored requests that need a person first
 * @throws naming what waits
 */
export async function settleDown(shop: Shop, withinMs = 60_000, mayStay = "0"): Promise<number> {
  const end = Date.now() + withinMs;
  for (let rounds = 1; ; rounds++) {
    await shop.round();
    const left: string[] = [];
    for (const [what, sql] of Object.entries(waiting(mayStay))) {
      const count = await shop.one<number>(sql);
      if (count > 0) left.push(`${count} ${what}`);
    }
    if (left.length === 0) return rounds;
    if (Date.now() > end) throw new Error(`after ${withinMs} ms there still wait ${left.join(", ")}`);
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
}
