import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { MigrationFailed, migrate } from "#db/migrate";
import { FULFILMENT_TRANSITIONS } from "#domain/fulfilment/transitions";
import { FULFILMENT_STATUSES, ORDER_STATUSES } from "#domain/orders/names";
import { ORDER_TRANSITIONS } from "#domain/orders/transitions";
import { ATTEMPT_TRANSITIONS } from "#domain/payments/transitions";
import { Books, emptyServer } from "./books.ts";

const DB = resolve(import.meta.dirname, "../../../db");
const textOf = (folder: string): string =>
  readdirSync(join(DB, folder))
    .filter((name) => name.endsWith(".sql"))
    .map((name) => readFileSync(join(DB, folder, name), "utf8"))
    .join("\n");
const namesIn = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map((match) => match[1] ?? "");

let books: Books;
beforeAll(async () => {
  books = await Books.open();
});
afterAll(() => books.close());

const schema = (type: string) =>
  books.rows<{ name: string; tbl_name: string; sql: string }>(
    "SELECT name, tbl_name, sql FROM sqlite_schema WHERE type = ? AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'libsql_%' AND name NOT LIKE '\\_%' ESCAPE '\\' ORDER BY name",
    [type],
  );

describe("the schema that stands", () => {
  test("has only STRICT tables, and each has id, created_at and updated_at", async () => {
    const tables = await schema("table");

    expect(tables.length).toBeGreaterThan(30);
    for (const { name, sql } of tables) {
      expect(sql, name).toMatch(/\)\s*STRICT$/);
      const columns = (await books.rows<{ name: string }>(`SELECT name FROM pragma_table_info('${name}')`)).map(
        (c) => c.name,
      );
      expect(columns, name).toEqual(expect.arrayContaining(["id", "created_at", "updated_at"]));
    }
  });

  test("has every trigger and view of the files, and no other", async () => {
    const triggers = namesIn(textOf("triggers"), /CREATE TRIGGER (\w+)/g);
    const views = namesIn(textOf("views"), /CREATE VIEW (\w+)/g);

    expect((await schema("trigger")).map((row) => row.name)).toEqual(triggers.sort());
    expect((await schema("view")).map((row) => row.name)).toEqual(views.sort());
  });

  test("has every named check and index of the migrations", async () => {
    const drafted = textOf("migrations");
    const tables = (await schema("table")).map((row) => row.sql).join("\n");

    for (const name of namesIn(drafted, /CONSTRAINT "(\w+)"/g)) expect(tables).toContain(`"${name}"`);
    expect((await schema("index")).map((row) => row.name)).toEqual(
      expect.arrayContaining(namesIn(drafted, /CREATE (?:UNIQUE )?INDEX `(\w+)`/g)),
    );
  });

  test("publishes the six audit views with their fixed columns", async () => {
    const columns = async (view: string) =>
      (await books.rows<{ name: string }>(`SELECT name FROM pragma_table_info('${view}')`))
        .map((row) => row.name)
        .join(",");

    expect(await columns("audit_orders")).toBe(
      "order_id,currency,total_minor,status,paid_at,user_id,is_guest,seller_ids",
    );
    expect(await columns("audit_ledger")).toBe(
      "entry_id,tx_id,order_id,provider,provider_ref,kind,amount_minor,currency,recorded_at",
    );
    expect(await columns("audit_stock")).toBe("variant_id,on_hand,reserved");
    expect(await columns("audit_holds")).toBe("hold_id,variant_id,order_id,qty,state");
    expect(await columns("audit_events")).toBe("provider,event_key,authenticated,applied_at,outcome");
    expect(await columns("audit_documents")).toBe("doc_id,owner_id,kind,object_key,reads_logged");
  });
});

test("an update moves updated_at forward and nothing else, in every table that may be updated", async () => {
  await books.place();
  const touched: string[] = [];
  for (const { name } of await schema("table")) {
    const [before] = await books.rows(`SELECT * FROM ${name} LIMIT 1`);
    if (!before || name === "migrations") continue;
    const id = String(before.id);
    const refused = await books.run(`UPDATE ${name} SET id = id WHERE id = ?`, [id]).then(
      () => null,
      (error: unknown) => String(error),
    );
    const [after] = await books.rows(`SELECT * FROM ${name} WHERE id = ?`, [id]);
    if (refused) {
      expect(refused).toMatch(/E_APPEND_ONLY|E_ORDER_FROZEN/);
      expect(after).toEqual(before);
      continue;
    }
    expect(after, name).toEqual({ ...before, updated_at: expect.any(Number) });
    expect(Number(after?.updated_at), name).toBeGreaterThan(Number(before.updated_at));
    touched.push(name);
  }
  expect(touched).toEqual(
    expect.arrayContaining(["orders", "payments", "stock", "products", "prices", "users", "outbox"]),
  );
});

describe("the triggers say the same as the domain's tables", () => {
  const listOf = (trigger: string): string[] => {
    const text = new RegExp(`CREATE TRIGGER ${trigger} [\\s\\S]*?NOT IN \\(([\\s\\S]*?)\\)\\s*BEGIN`).exec(
      textOf("triggers"),
    )?.[1];
    return namesIn(text ?? "", /'([a-z->]+)'/g).sort();
  };
  const edges = (table: Record<string, { from: readonly string[]; to: string }>): string[] =>
    [...new Set(Object.values(table).flatMap(({ from, to }) => from.map((one) => `${one}>${to}`)))].sort();

  test("of an order", () => expect(listOf("orders_transitions")).toEqual(edges(ORDER_TRANSITIONS)));
  test("of its goods", () => expect(listOf("orders_fulfilment_transitions")).toEqual(edges(FULFILMENT_TRANSITIONS)));
  test("of an attempt", () =>
    expect(listOf("payments_transitions")).toEqual(
      Object.entries(ATTEMPT_TRANSITIONS)
        .flatMap(([from, to]) => to.map((one) => `${from}>${one}`))
        .sort(),
    ));

  test("and the database refuses every other move of an order and of its goods, by name", async () => {
    const { orderId } = await books.place();
    const allowedOrder = new Set(listOf("orders_transitions"));
    for (const to of ORDER_STATUSES) {
      if (to === "placed" || allowedOrder.has(`placed>${to}`)) continue;
      expect(await books.refusal("UPDATE orders SET order_status = ? WHERE id = ?", [to, orderId])).toContain(
        "E_ORDER_TRANSITION",
      );
    }
    for (const to of FULFILMENT_STATUSES.filter((one) => !["unfulfilled", "partial", "shipped"].includes(one)))
      expect(await books.refusal("UPDATE orders SET fulfilment_status = ? WHERE id = ?", [to, orderId])).toContain(
        "E_FULFILMENT_TRANSITION",
      );
  });
});

describe("a migration", () => {
  /** A folder with the committed migrations and one more. */
  function scratch(sql: string): string {
    const folder = mkdtempSync(join(tmpdir(), "duka-migrations-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    cpSync(join(DB, "migrations"), folder, { recursive: true });
    writeFileSync(join(folder, "0099_added.sql"), sql);
    return relative(DB, folder);
  }
  const everything = async () =>
    JSON.stringify([
      await books.rows("SELECT type, name, sql FROM sqlite_schema ORDER BY type, name"),
      await books.rows("SELECT * FROM migrations ORDER BY id"),
    ]);

  test("run a second time changes nothing", async () => {
    const before = await everything();

    expect(await migrate(books.db)).toEqual([]);

    expect(await everything()).toBe(before);
  });

  test("that fails says which it was and why, and leaves nothing of itself", async () => {
    const before = await everything();
    const folder = scratch(
      "CREATE TABLE half (id TEXT PRIMARY KEY) STRICT;\n--> statement-breakpoint\nINSERT INTO nowhere VALUES (1);",
    );

    const failed = await migrate(books.db, folder).catch((error: unknown) => error);

    expect(failed).toBeInstanceOf(MigrationFailed);
    expect(String(failed)).toMatch(/0099_added\.sql failed and was rolled back: .*nowhere/);
    expect(await everything()).toBe(before);
  });

  test("that rebuilds a table keeps the table's triggers", async () => {
    const server = await emptyServer();
    onTestFinished(server.close);
    const folder = scratch(
      "CREATE TABLE new_rate_limits (id text PRIMARY KEY NOT NULL, created_at integer NOT NULL DEFAULT 1, updated_at integer NOT NULL DEFAULT 1, count integer NOT NULL, ends_at integer NOT NULL) STRICT;\n--> statement-breakpoint\nDROP TABLE rate_limits;\n--> statement-breakpoint\nALTER TABLE new_rate_limits RENAME TO rate_limits;",
    );

    expect((await migrate(server.db, folder)).at(-1)).toBe("0099_added.sql");

    const { rows } = await server.db.client.execute(
      "SELECT name FROM sqlite_schema WHERE type = 'trigger' ORDER BY name",
    );
    expect(rows.map((row) => row.name)).toEqual((await schema("trigger")).map((row) => row.name));
  });

  test("whose file was changed after it was applied is refused by its name", async () => {
    const server = await emptyServer();
    onTestFinished(server.close);
    await migrate(server.db, scratch("CREATE TABLE more (id TEXT PRIMARY KEY) STRICT;"));

    await expect(migrate(server.db, scratch("CREATE TABLE other (id TEXT PRIMARY KEY) STRICT;"))).rejects.toThrow(
      /0099_added\.sql .*other contents/,
    );
  });
});
