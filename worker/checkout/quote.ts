import { type QuoteRows, readQuoteRows } from "#db/queries/catalogue-quote";
import type { DeliveryKind } from "#domain/catalogue/names";
import type { QuoteView } from "#domain/checkout/schema";
import { deliveryPrice, type Totals, taxName, totals } from "#domain/checkout/totals";
import { DomainError } from "#domain/errors";
import { addWorkingDays } from "#domain/fulfilment/delivery-days";
import type { Currency } from "#domain/money";
import type { GatewayCode } from "#domain/payments/names";
import type { Deps } from "../deps.ts";
import { takesAmount } from "../payments/gateway.ts";
import { sameText, sign } from "../tokens.ts";

const LIFE_MS = 15 * 60 * 1_000;

/** What is signed: enough to place the order without reading anything before its batch. */
export interface SignedQuote {
  readonly market: {
    id: string;
    version: number;
    currency: Currency;
    country: string;
    taxBasisPoints: number;
    taxInclusive: boolean;
  };
  readonly lines: readonly SignedLine[];
  readonly delivery: readonly {
    id: string;
    version: number;
    kind: DeliveryKind;
    name: string;
    from: number;
    by: number;
    totals: Totals;
  }[];
  readonly gateways: readonly GatewayCode[];
  readonly expiresAt: number;
}
export interface SignedLine {
  readonly variantId: string;
  readonly quantity: number;
  readonly unitMinor: number;
  readonly priceVersion: number;
  readonly productVersion: number;
  readonly productSlug: string;
  readonly productName: string;
  readonly variantName: string;
  readonly sku: string;
  readonly imageKey: string | null;
  readonly kind: "physical" | "digital" | "restricted";
}

export interface CartLine {
  readonly variantId: string;
  readonly quantity: number;
}

/**
 * Lines, delivery, tax and totals as the server sees them now, with one read.
 * @throws {DomainError} not-found for an unknown market, market-closed
 */
export async function quote(deps: Deps, marketId: string, cart: readonly CartLine[]): Promise<QuoteView> {
  const asked = merged(cart);
  const rows = await readQuoteRows(deps.db, marketId, [...asked.keys()]);
  return compose(deps, rows, asked);
}

/** The same variant on two lines is one line: their sum is what stock and limits look at. */
function merged(cart: readonly CartLine[]): Map<string, number> {
  const asked = new Map<string, number>();
  for (const line of cart) asked.set(line.variantId, (asked.get(line.variantId) ?? 0) + line.quantity);
  return asked;
}

function compose(deps: Deps, rows: QuoteRows, asked: ReadonlyMap<string, number>): QuoteView {
  const { market } = rows;
  if (!market)
    throw new DomainError("not-found", "The shop knows no such market.", {
      errors: [{ pointer: "/market", detail: "unknown market" }],
    });
  if (!market.open)
    throw new DomainError("market-closed", `The shop does not sell in ${market.name} at the moment.`, {
      errors: [{ pointer: "/market", detail: "closed" }],
    });

  const signedLines: SignedLine[] = [];
  const lines: QuoteView["lines"] = [];
  const dropped: QuoteView["dropped"] = [];
  const shortages: QuoteView["shortages"] = [];
  for (const [variantId, quantity] of asked) {
    const row = rows.lines.get(variantId);
    const called = row ? `“${row.productName}${row.variantName ? `, ${row.variantName}` : ""}”` : "One thing";
    if (!row?.sold) {
      dropped.push({
        variantId,
        reason: "gone",
        sentence: `${called} is no longer sold, so we took it out. Nothing else changed.`,
      });
    } else if (row.kind === "restricted") {
      dropped.push({
        variantId,
        reason: "identity-needed",
        sentence: `${called} needs an identity check before it can be bought.`,
      });
    } else if (row.unitMinor === null || row.priceVersion === null) {
      dropped.push({
        variantId,
        reason: "no-price",
        sentence: `${called} has no price in ${market.currency} yet, so we took it out.`,
      });
    } else if (row.kind !== "digital" && row.available <= 0) {
      dropped.push({ variantId, reason: "sold-out", sentence: `${called} has just sold out, so we took it out.` });
    } else {
      const limited = row.kind !== "digital";
      if (limited && quantity > row.available)
        shortages.push({ variantId, available: row.available, sentence: `Only ${row.available} left of ${called}.` });
      if (quantity > 1_000)
        shortages.push({
          variantId,
          available: Math.min(1_000, limited ? row.available : 1_000),
          sentence: `At most 1,000 of ${called} in one order.`,
        });
      const { sold: _sold, available, unitMinor, priceVersion, ...rest } = row;
      signedLines.push({ ...rest, unitMinor, priceVersion, quantity });
      const { productVersion: _version, sku: _sku, ...shown } = rest;
      lines.push({
        ...shown,
        unitMinor,
        quantity,
        totalMinor: unitMinor * quantity,
        available: limited ? available : null,
      });
    }
  }

  const rule = { basisPoints: market.taxBasisPoints, inclusive: market.taxInclusive };
  const goods = totals(signedLines, 0, rule);
  const allDigital = signedLines.length > 0 && signedLines.every((line) => line.kind === "digital");
  const now = deps.now();
  const ways = rows.delivery
    .filter((method) => (method.kind === "download") === allDigital)
    .map((method) => ({
      ...method,
      from: addWorkingDays(now, method.daysMin, market.timeZone),
      by: addWorkingDays(now, method.daysMax, market.timeZone),
      totals: totals(signedLines, deliveryPrice(method, goods.subtotalMinor), rule),
    }));
  const offered = rows.gateways.flatMap(({ code, closed }) => {
    const gateway = deps.gateways.get(code);
    const fits =
      !closed &&
      gateway &&
      takesAmount(gateway, goods.totalMinor, market.currency) &&
      !(allDigital && code === "on-delivery");
    return fits ? [gateway] : [];
  });

  const sells = rows.gateways.some(({ code }) => deps.gateways.get(code)?.currencies.includes(market.currency));
  const signed: SignedQuote = {
    market: {
      id: market.id,
      version: market.version,
      currency: market.currency,
      country: market.countries[0] ?? "",
      taxBasisPoints: rule.basisPoints,
      taxInclusive: rule.inclusive,
    },
    lines: signedLines,
    delivery: ways.map(({ id, version, kind, name, from, by, totals }) => ({
      id,
      version,
      kind,
      name,
      from,
      by,
      totals,
    })),
    gateways: offered.map((gateway) => gateway.code),
    expiresAt: now + LIFE_MS,
  };
  const text = JSON.stringify(signed);
  return {
    market: {
      id: market.id,
      name: market.name,
      currency: market.currency,
      locale: market.locale,
      country: signed.market.country,
    },
    selling: sells,
    lines,
    dropped,
    shortages,
    deliveryMethods: ways.map(({ id, kind, name, detail, from, by, totals }) => ({
      id,
      kind,
      name,
      detail,
      needsAddress: needsAddress(kind),
      from,
      by,
      totals,
    })),
    paymentMethods: offered.map(({ code, words, manner, mode }) => ({
      code,
      ...words,
      manner,
      isTest: mode === "test",
    })),
    taxName: taxName(rule),
    taxInclusive: rule.inclusive,
    goods,
    testMode: offered.some((gateway) => gateway.mode === "test"),
    expiresAt: signed.expiresAt,
    quote: text,
    quoteHash: sign(deps.config.quoteSecret.current, "quote", text),
  };
}

export const needsAddress = (kind: DeliveryKind): boolean => kind === "rider" || kind === "courier";

/** Reads back what `quote` signed. @throws {DomainError} validation-failed when it was changed on the way */
export function readSignedQuote(deps: Deps, text: string, hash: string): SignedQuote {
  const { current, previous } = deps.config.quoteSecret;
  const genuine = [current, previous].some(
    (secret) => secret !== undefined && sameText(sign(secret, "quote", text), hash),
  );
  if (!genuine) {
    throw new DomainError(
      "validation-failed",
      "The prices in this order are not the ones we gave. Load the page again.",
      {
        errors: [{ pointer: "/quoteHash", detail: "does not fit the quote" }],
      },
    );
  }
  return JSON.parse(text) as SignedQuote;
}
