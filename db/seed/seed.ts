import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { atomically, type Statement } from "#db/atomically";
import type { Database } from "#db/client";
import { derivedPrice } from "#domain/catalogue/derived-price";
import { type Currency, money } from "#domain/money";
import { bankAccounts } from "./bank-accounts.ts";
import { categories, products, type SeedProduct, type SeedVariant } from "./goods.ts";
import { exchangeRates, markets } from "./markets.ts";
import { people } from "./people.ts";

const DAY_MS = 86_400_000;
const idOf = (prefix: string, name: string): string =>
  `${prefix}_${createHash("sha256").update(`${prefix} ${name}`).digest("hex").slice(0, 32)}`;

/** Rows of one table, inserted as one statement from JSON. Columns are the keys of the first row. */
function rows(table: string, data: readonly Record<string, unknown>[]): Statement[] {
  const columns = Object.keys(data[0] ?? {});
  if (columns.length === 0) return [];
  const values = columns.map((column) => `value->>'${column}'`).join(", ");
  return [
    {
      sql: `INSERT INTO ${table} (${columns.join(", ")}) SELECT ${values} FROM json_each(?)`,
      args: [JSON.stringify(data)],
    },
  ];
}

export interface SeedOptions {
  /** The hash every demo account gets; without it no accounts are made. */
  readonly passwordHash?: string | undefined;
  readonly now?: number;
}

/** Fills an empty shop with demo goods, markets and people. A shop that has markets already is left alone. @returns whether it was filled */
export async function seed(db: Database, { passwordHash, now = Date.now() }: SeedOptions = {}): Promise<boolean> {
  const { rows: known } = await db.client.execute("SELECT 1 FROM markets LIMIT 1");
  if (known.length > 0) return false;
  const pictures = JSON.parse(readFileSync(new URL("./pictures/index.json", import.meta.url), "utf8")) as Record<
    string,
    { width: number; height: number }
  >;
  await atomically(db, [
    ...marketRows(),
    ...bankRows(),
    ...peopleRows(passwordHash),
    ...catalogueRows(pictures, now),
    ...rows("change_counter", [{ id: "shop", value: 1 }]),
  ]);
  return true;
}

function marketRows(): Statement[] {
  return [
    ...rows(
      "exchange_rates",
      exchangeRates.map(({ from, to, rateMillionths }) => ({
        id: `rate_${from}_${to}`,
        from_currency: from,
        to_currency: to,
        rate_millionths: rateMillionths,
      })),
    ),
    ...rows(
      "markets",
      markets.map((market, position) => ({
        id: market.id,
        name: market.name,
        countries: JSON.stringify(market.countries),
        currency: market.currency,
        locale: market.locale,
        time_zone: market.timeZone,
        tax_basis_points: market.taxBasisPoints,
        tax_inclusive: 1,
        is_default: market.isDefault ? 1 : 0,
        position,
      })),
    ),
    ...rows(
      "delivery_methods",
      markets.flatMap((market) =>
        market.delivery.map(({ id, kind, name, detail, amountMinor, freeFromMinor, days }, position) => ({
          id,
          market_id: market.id,
          kind,
          name,
          detail,
          amount_minor: amountMinor,
          free_from_minor: freeFromMinor,
          days_min: days[0],
          days_max: days[1],
          position,
        })),
      ),
    ),
    ...rows(
      "market_payment_methods",
      markets.flatMap((market) =>
        market.methods.map((gateway, position) => ({
          id: `mpm_${market.id}_${gateway}`,
          market_id: market.id,
          gateway,
          position,
        })),
      ),
    ),
  ];
}

const bankRows = (): Statement[] =>
  rows(
    "bank_accounts",
    bankAccounts.map(({ currency, bankName, branch, accountName, accountNumber, swift, profile }) => ({
      id: idOf("bac", accountNumber),
      currency,
      bank_name: bankName,
      branch,
      account_name: accountName,
      account_number: accountNumber,
      swift,
      statement_profile: profile,
    })),
  );

function peopleRows(passwordHash: string | undefined): Statement[] {
  if (!passwordHash) return [];
  const users = people.map(({ email, name, role, phone }) => ({
    id: idOf("usr", email),
    email,
    name,
    role,
    phone,
    password_hash: passwordHash,
  }));
  const profiles = users.map(({ id, email, name, phone }) => ({
    id: idOf("bil", email),
    identity: `email:${email}`,
    user_id: id,
    name,
    email,
    phone,
  }));
  return [...rows("users", users), ...rows("billing_profiles", profiles)];
}

function catalogueRows(pictures: Record<string, { width: number; height: number }>, now: number): Statement[] {
  const each = <T>(make: (product: SeedProduct) => T[]): T[] => products.flatMap(make);
  const variantsOf = (product: SeedProduct) =>
    product.variants.map((variant, position) => ({ product, variant, position, id: idOf("var", variant.sku) }));
  const imageId = (product: SeedProduct, name: string) => idOf("img", `${product.slug} ${name}`);
  const imagesOf = (product: SeedProduct) => {
    const shown = new Map(product.pictures.map(({ name, alt }) => [name, alt]));
    for (const { picture, name } of product.variants)
      if (picture && !shown.has(picture)) shown.set(picture, `${product.name}, ${name}`);
    return [...shown].filter(([name]) => pictures[name]);
  };
  return [
    ...rows(
      "categories",
      categories.map(({ slug, name, parent, description, picture }, position) => ({
        id: idOf("cat", slug),
        slug,
        name,
        description,
        picture,
        parent_id: parent && idOf("cat", parent),
        position,
      })),
    ),
    ...rows(
      "products",
      products.map(({ slug, name, summary, description, care = "", category, kind, daysAgo }) => ({
        id: idOf("prd", slug),
        slug,
        name,
        summary,
        description,
        care,
        category_id: idOf("cat", category),
        kind,
        status: "published",
        published_at: Math.round(now - daysAgo * DAY_MS),
      })),
    ),
    ...rows(
      "product_attributes",
      each(({ slug, attributes }) =>
        attributes.map(({ name, value }, position) => ({
          id: idOf("atr", `${slug} ${name} ${value}`),
          product_id: idOf("prd", slug),
          name,
          value,
          position,
        })),
      ),
    ),
    ...rows(
      "images",
      each((product) =>
        imagesOf(product).map(([key, alt], position) => ({
          id: imageId(product, key),
          product_id: idOf("prd", product.slug),
          key,
          alt,
          width: pictures[key]?.width,
          height: pictures[key]?.height,
          widths: "[96,240,480,800]",
          position,
        })),
      ),
    ),
    ...rows(
      "variants",
      each((product) =>
        variantsOf(product).map(({ variant, position, id }) => ({
          id,
          product_id: idOf("prd", product.slug),
          sku: variant.sku,
          name: variant.name,
          options: JSON.stringify(variant.options),
          image_id: variant.picture && pictures[variant.picture] ? imageId(product, variant.picture) : null,
          position,
        })),
      ),
    ),
    ...rows(
      "prices",
      each((product) => variantsOf(product).flatMap(({ variant, id }) => pricesOf(id, variant))),
    ),
    ...rows(
      "stock",
      each((product) => variantsOf(product).map(({ id }) => ({ id: `stk_${id.slice(4)}`, variant_id: id }))),
    ),
    ...rows(
      "stock_movements",
      each((product) =>
        variantsOf(product).flatMap(({ variant, id }) =>
          variant.stock > 0
            ? [
                {
                  id: `mov_${id.slice(4)}`,
                  variant_id: id,
                  quantity: variant.stock,
                  reason: "seeded",
                  note: "opening stock",
                },
              ]
            : [],
        ),
      ),
    ),
  ];
}

function pricesOf(variantId: string, { kesMinor, compareAtKesMinor, npr, usd }: SeedVariant) {
  const kes = money(kesMinor, "KES");
  const own: Partial<Record<Currency, number | undefined>> = { NPR: npr, USD: usd };
  const other = exchangeRates.map(({ to, rateMillionths }) => ({
    currency: to,
    amount_minor: own[to] ?? derivedPrice(kes, to, rateMillionths).amountMinor,
    compare_at_minor:
      compareAtKesMinor === undefined || own[to] !== undefined
        ? null
        : derivedPrice(money(compareAtKesMinor, "KES"), to, rateMillionths).amountMinor,
    derived: own[to] === undefined ? 1 : 0,
  }));
  return [
    { currency: "KES", amount_minor: kesMinor, compare_at_minor: compareAtKesMinor ?? null, derived: 0 },
    ...other,
  ].map((price) => ({
    id: idOf("prc", `${variantId} ${price.currency}`),
    variant_id: variantId,
    ...price,
  }));
}
