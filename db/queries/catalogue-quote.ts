import { sql } from "drizzle-orm";
import { readTogether } from "#db/atomically";
import type { Database } from "#db/client";
import type { DeliveryKind, ProductKind } from "#domain/catalogue/names";
import type { Currency } from "#domain/money";
import type { GatewayCode } from "#domain/payments/names";
import { isClosedNow } from "./gateway-health.ts";

export interface QuoteMarket {
  readonly id: string;
  readonly name: string;
  readonly countries: readonly string[];
  readonly currency: Currency;
  readonly locale: string;
  readonly timeZone: string;
  readonly taxBasisPoints: number;
  readonly taxInclusive: boolean;
  readonly open: boolean;
  readonly version: number;
}

export interface QuoteLineRow {
  readonly variantId: string;
  readonly productSlug: string;
  readonly productName: string;
  readonly variantName: string;
  readonly sku: string;
  readonly imageKey: string | null;
  readonly kind: ProductKind;
  readonly sold: boolean; // product published and variant active
  readonly unitMinor: number | null;
  readonly priceVersion: number | null;
  readonly productVersion: number;
  readonly available: number;
}

export interface QuoteDelivery {
  readonly id: string;
  readonly kind: DeliveryKind;
  readonly name: string;
  readonly detail: string;
  readonly amountMinor: number;
  readonly freeFromMinor: number | null;
  readonly daysMin: number;
  readonly daysMax: number;
  readonly version: number;
}

export interface QuoteRows {
  readonly market: QuoteMarket | null;
  readonly lines: ReadonlyMap<string, QuoteLineRow>;
  readonly delivery: readonly QuoteDelivery[];
  readonly gateways: readonly { readonly code: GatewayCode; readonly closed: boolean }[]; // closed: its provider is ill, and it is hidden for the moment
}

/** Everything a quote needs, in one round trip. */
export async function readQuoteRows(db: Database, marketId: string, variantIds: readonly string[]): Promise<QuoteRows> {
  const ids = JSON.stringify(variantIds);
  const [market, lines, delivery, gateways] = await readTogether(db, [
    sql`SELECT id, name, countries, currency, locale, time_zone, tax_basis_points, tax_inclusive, status, version FROM markets WHERE id = ${marketId}`,
    sql`SELECT v.id, p.slug, p.name AS product_name, v.name AS variant_name, v.sku, p.kind, p.status AS product_status, v.status AS variant_status, p.version AS product_version,
          r.amount_minor, r.version AS price_version, coalesce(s.on_hand - s.reserved, 0) AS available,
          coalesce((SELECT i.key FROM images i WHERE i.id = v.image_id), (SELECT i.key FROM images i WHERE i.product_id = p.id ORDER BY i.position LIMIT 1)) AS image_key
        FROM json_each(${ids}) wanted JOIN variants v ON v.id = wanted.value JOIN products p ON p.id = v.product_id
        LEFT JOIN prices r ON r.variant_id = v.id AND r.currency = (SELECT currency FROM markets WHERE id = ${marketId})
        LEFT JOIN stock s ON s.variant_id = v.id`,
    sql`SELECT id, kind, name, detail, amount_minor, free_from_minor, days_min, days_max, version FROM delivery_methods WHERE market_id = ${marketId} AND enabled = 1 ORDER BY position`,
    sql`SELECT gateway, ${isClosedNow(sql`gateway`)} AS closed FROM market_payment_methods WHERE market_id = ${marketId} AND enabled = 1 ORDER BY position`,
  ]);
  const found = market?.rows[0];
  return {
    market: found
      ? {
          id: String(found.id),
          name: String(found.name),
          countries: JSON.parse(String(found.countries)) as string[],
          currency: String(found.currency) as Currency,
          locale: String(found.locale),
          timeZone: String(found.time_zone),
          taxBasisPoints: Number(found.tax_basis_points),
          taxInclusive: found.tax_inclusive === 1,
          open: found.status === "open",
          version: Number(found.version),
        }
      : null,
    lines: new Map(
      (lines?.rows ?? []).map((row) => [
        String(row.id),
        {
          variantId: String(row.id),
          productSlug: String(row.slug),
          productName: String(row.product_name),
          variantName: String(row.variant_name),
          sku: String(row.sku),
          imageKey: row.image_key === null ? null : String(row.image_key),
          kind: String(row.kind) as ProductKind,
          sold: row.product_status === "published" && row.variant_status === "active",
          unitMinor: row.amount_minor === null ? null : Number(row.amount_minor),
          priceVersion: row.price_version === null ? null : Number(row.price_version),
          productVersion: Number(row.product_version),
          available: Number(row.available),
        },
      ]),
    ),
    delivery: (delivery?.rows ?? []).map((row) => ({
      id: String(row.id),
      kind: String(row.kind) as DeliveryKind,
      name: String(row.name),
      detail: String(row.detail),
      amountMinor: Number(row.amount_minor),
      freeFromMinor: row.free_from_minor === null ? null : Number(row.free_from_minor),
      daysMin: Number(row.days_min),
      daysMax: Number(row.days_max),
      version: Number(row.version),
    })),
    gateways: (gateways?.rows ?? []).map((row) => ({
      code: String(row.gateway) as GatewayCode,
      closed: row.closed === 1,
    })),
  };
}
