import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { InArgs } from "@libsql/client/web";
import { sql } from "drizzle-orm";
import { atomically } from "#db/atomically";
import { type Database, openDatabase } from "#db/client";
import { migrate } from "#db/migrate";
import { type PlaceCommand, placementBatch, readDecisions } from "#db/queries/placements";
import { newId } from "#domain/ids";
import { freePort } from "#scripts/processes";
import { startSqld } from "#scripts/sqld";

export interface Server {
  readonly db: Database;
  close(): Promise<void>;
}

/** The real libSQL server on an empty folder of its own. */
export async function emptyServer(): Promise<Server> {
  const folder = mkdtempSync(join(tmpdir(), "duka-books-"));
  const sqld = await startSqld({ folder, port: await freePort() });
  return {
    db: openDatabase({ url: sqld.url, timeoutMs: 30_000, patienceMs: 20_000 }),
    async close() {
      await sqld.stop("SIGKILL");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

type Row = Record<string, unknown>;

/** A small shop's books: one market, two goods, a member of staff. */
export class Books {
  readonly db: Database;
  readonly close: () => Promise<void>;

  private constructor({ db, close }: Server) {
    this.db = db;
    this.close = close;
  }

  /** `alsoPaidBy`: a method that the Kenyan market has beside those of `BASE`. */
  static async open(alsoPaidBy?: string): Promise<Books> {
    const server = await emptyServer();
    await migrate(server.db);
    await atomically(
      server.db,
      BASE.map((sql) => ({ sql, args: [] })),
    );
    if (alsoPaidBy)
      await atomically(server.db, [
        sql`INSERT INTO market_payment_methods (id, market_id, gateway) VALUES ('mpm_also', 'ke', ${alsoPaidBy})`,
      ]);
    return new Books(server);
  }

  async rows<T = Row>(sql: string, args: InArgs = []): Promise<T[]> {
    return (await this.db.client.execute({ sql, args })).rows as unknown as T[];
  }
  async one<T = number>(sql: string, args: InArgs = []): Promise<T> {
    return Object.values((await this.rows(sql, args))[0] ?? {})[0] as T;
  }
  run = (sql: string, args: InArgs = []) => atomically(this.db, [{ sql, args }]);

  /** What the database said to a write it refused. @throws when it did not refuse */
  async refusal(sql: string, args: InArgs = []): Promise<string> {
    const refused = await this.run(sql, args).then(
      () => null,
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
    if (refused === null) throw new Error(`not refused: ${sql}`);
    return refused;
  }

  /** An order placed by the shop's own batch: one live hold, one attempt, frozen. */
  async place(changes: Partial<PlaceCommand> = {}): Promise<PlaceCommand> {
    const command = placeCommand(changes);
    const [decision] = readDecisions(
      await atomically(this.db, placementBatch([command], newId("run")) as { sql: string; args: never }[]),
    );
    if (decision?.outcome !== "placed") throw new Error(`not placed: ${decision?.outcome}`);
    return command;
  }

  /** A fact of an attempt, as the shop writes it. @returns the entry's id */
  async book(attempt: { orderId: string; attemptId: string }, changes: Row = {}): Promise<string> {
    const txId = newId("txn");
    const leg = {
      id: `led_${txId.slice(4)}`,
      tx_id: txId,
      order_id: attempt.orderId,
      attempt_id: attempt.attemptId,
      gateway: "mpesa",
      provider_ref: newId("ref"),
      kind: "capture",
      amount_minor: 200_000,
      currency: "KES",
      occurred_at: 1,
      recorded_at: 2,
      ...changes,
    };
    await this.insert("ledger", leg);
    return leg.id;
  }

  insert(table: string, row: Row) {
    const names = Object.keys(row);
    return this.run(
      `INSERT INTO ${table} (${names.join(", ")}) VALUES (${names.map(() => "?").join(", ")})`,
      Object.values(row) as InArgs,
    );
  }

  /** A further attempt of an order. @returns its id */
  async attempt(order: PlaceCommand, changes: Row = {}): Promise<string> {
    const row = attemptRow(order, changes);
    await this.insert("payments", row);
    return String(row.id);
  }
}

let ordinals = 1;
export const attemptRow = (order: PlaceCommand, changes: Row = {}): Row => {
  const ordinal = ++ordinals;
  return {
    id: newId("pay"),
    order_id: order.orderId,
    gateway: "mpesa",
    ordinal,
    reference: `${order.number}-${ordinal}`,
    mode: "test",
    account: "174379",
    status: "failed",
    amount_minor: 200_000,
    currency: "KES",
    ...changes,
  };
};

let numbers = 0;
/** Two bowls for KES 2,000, collected at the shop, to be paid by M-Pesa. */
export function placeCommand(changes: Partial<PlaceCommand> = {}): PlaceCommand {
  const number = `N${String(++numbers).padStart(6, "0")}`;
  return {
    buyer: "guest",
    key: newId("key"),
    bodyHash: "body",
    orderId: newId("ord"),
    attemptId: newId("pay"),
    number,
    client: newId("usr"),
    maxOpenOrders: 5,
    now: Date.now(),
    locale: "en",
    market: { id: "ke", version: 1, currency: "KES" },
    delivery: { id: "dlv_collect", version: 1, name: "Collect", from: 0, by: 0 },
    totals: { subtotalMinor: 200_000, discountMinor: 0, deliveryMinor: 0, taxMinor: 27_586, totalMinor: 200_000 },
    taxInclusive: true,
    contact: { name: "Amina", email: "amina@example.co.ke", phone: null },
    shippingRequired: false,
    address: null,
    contentsHash: "contents",
    lines: [bowls(2)],
    holdEndsAt: Date.now() + 900_000,
    payment: {
      gateway: "mpesa",
      mode: "test",
      account: "174379",
      reference: `${number}-1`,
      status: "created",
      phone: null,
      session: "visitor",
    },
    messages: [{ channel: "email", to: "amina@example.co.ke", template: "placed" }],
    ...changes,
  };
}

export const bowls = (quantity: number, changes: Partial<PlaceCommand["lines"][number]> = {}) => ({
  variantId: "var_bowl",
  productSlug: "bowl",
  productName: "A bowl",
  variantName: "",
  sku: "BOWL",
  imageKey: null,
  kind: "physical",
  quantity,
  unitMinor: 100_000,
  priceVersion: 1,
  productVersion: 1,
  ...changes,
});

const BASE = [
  "INSERT INTO markets (id, name, countries, currency, locale, time_zone, tax_basis_points, tax_inclusive, is_default) VALUES ('ke', 'Kenya', '[\"KE\"]', 'KES', 'en-KE', 'Africa/Nairobi', 1600, 1, 1)",
  "INSERT INTO delivery_methods (id, market_id, kind, name, amount_minor, days_min, days_max) VALUES ('dlv_collect', 'ke', 'collect', 'Collect', 0, 1, 1)",
  "INSERT INTO market_payment_methods (id, market_id, gateway) VALUES ('mpm_1', 'ke', 'mpesa'), ('mpm_2', 'ke', 'on-delivery')",
  "INSERT INTO users (id, email, name, role) VALUES ('usr_wanjiru', 'wanjiru@duka.example', 'Wanjiru Kamau', 'staff')",
  "INSERT INTO categories (id, slug, name) VALUES ('cat_table', 'table', 'Table')",
  "INSERT INTO products (id, slug, name, category_id, status) VALUES ('prd_bowl', 'bowl', 'A bowl', 'cat_table', 'published'), ('prd_cup', 'cup', 'A cup', 'cat_table', 'published')",
  "INSERT INTO images (id, product_id, key, width, height) VALUES ('img_bowl', 'prd_bowl', 'bowl', 800, 1000)",
  "INSERT INTO product_attributes (id, product_id, name, value) VALUES ('atr_bowl', 'prd_bowl', 'Material', 'Wood')",
  "INSERT INTO old_slugs (id, kind, slug, target_id) VALUES ('slg_bowl', 'product', 'old-bowl', 'prd_bowl')",
  "INSERT INTO exchange_rates (id, from_currency, to_currency, rate_millionths) VALUES ('rate_1', 'KES', 'USD', 7740)",
  "INSERT INTO change_counter (id, value) VALUES ('shop', 1)",
  "INSERT INTO variants (id, product_id, sku) VALUES ('var_bowl', 'prd_bowl', 'BOWL'), ('var_cup', 'prd_cup', 'CUP')",
  "INSERT INTO prices (id, variant_id, currency, amount_minor) VALUES ('prc_bowl', 'var_bowl', 'KES', 100000), ('prc_cup', 'var_cup', 'KES', 50000)",
  "INSERT INTO stock_movements (id, variant_id, quantity, reason) VALUES ('mov_bowl', 'var_bowl', 10000, 'seeded'), ('mov_cup', 'var_cup', 3, 'seeded')",
  "INSERT INTO sessions (id, user_id, expires_at, absolute_expires_at) VALUES ('session', 'usr_wanjiru', 1, 1)",
  "INSERT INTO rate_limits (id, count, ends_at) VALUES ('limit', 1, 1)",
  "INSERT INTO staff_tasks (id, kind, subject) VALUES ('tsk_1', 'unallocated', 'una_1')",
  "INSERT INTO unallocated (id, gateway, provider_ref, amount_minor, currency, occurred_at) VALUES ('una_1', 'mpesa', 'ws_CO_1', 100, 'KES', 1)",
];
