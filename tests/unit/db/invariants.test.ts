import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { atomically } from "#db/atomically";
import { type PlaceCommand, placementBatch, readDecisions } from "#db/queries/placements";
import { newId } from "#domain/ids";
import { audit } from "#scripts/audit";
import { Books, bowls, placeCommand } from "./books.ts";

let books: Books;
beforeAll(async () => {
  books = await Books.open();
});
afterAll(() => books.close());

const lineOf = (order: PlaceCommand) => `lin_${order.orderId.slice(4)}/0`;
const holdOf = (order: PlaceCommand) => `hol_${order.orderId.slice(4)}/0`;
const breaks = async () => (await audit(books.db)).map(({ invariant, subject }) => `${invariant} ${subject}`);

/** An order as if it were being written by hand: not yet placed, so its lines may still be added. */
async function draft(changes: Record<string, unknown> = {}): Promise<string> {
  const id = newId("ord");
  await books.insert("orders", {
    ...DRAFT,
    id,
    number: id.slice(4, 14),
    billing_profile_id: await profile(),
    ...changes,
  });
  return id;
}
const DRAFT = {
  market_id: "ke",
  client: "client",
  contact_name: "Amina",
  contact_email: "amina@example.co.ke",
  currency: "KES",
  subtotal_minor: 200_000,
  delivery_minor: 0,
  tax_minor: 27_586,
  tax_inclusive: 1,
  total_minor: 200_000,
  delivery_method_id: "dlv_collect",
  delivery_name: "Collect",
  delivery_from: 0,
  delivery_by: 0,
  shipping_required: 0,
  contents_hash: "contents",
};
async function profile(): Promise<string> {
  await books.run(
    "INSERT INTO billing_profiles (id, identity) VALUES ('bil_1', 'email:draft@example.co.ke') ON CONFLICT DO NOTHING",
  );
  return "bil_1";
}
const lineRow = (orderId: string, changes: Record<string, unknown> = {}) => ({
  id: newId("lin"),
  order_id: orderId,
  position: 0,
  variant_id: "var_bowl",
  product_slug: "bowl",
  product_name: "A bowl",
  variant_name: "",
  sku: "BOWL",
  kind: "physical",
  quantity: 2,
  unit_minor: 100_000,
  total_minor: 200_000,
  price_version: 1,
  ...changes,
});
const insertRefused = (table: string, row: Record<string, unknown>) =>
  books.insert(table, row).then(
    () => Promise.reject(new Error(`${table} took ${JSON.stringify(row)}`)),
    (error: unknown) => String(error),
  );

describe("stock (I1, I2, I3)", () => {
  test("a hold over what is there is E_OUT_OF_STOCK, and nothing of its order stands", async () => {
    const order = placeCommand({ lines: [bowls(4, { variantId: "var_cup", unitMinor: 50_000 })] });
    const decide = placementBatch([order], newId("run"));

    const [decision] = readDecisions(await atomically(books.db, decide as { sql: string; args: never }[]));
    const refused = await books.refusal("UPDATE stock SET reserved = on_hand + 1 WHERE variant_id = 'var_cup'");

    expect(decision?.outcome).toBe("out-of-stock");
    expect(refused).toContain("E_OUT_OF_STOCK");
    expect(await books.one("SELECT count(*) FROM orders WHERE id = ?", [order.orderId])).toBe(0);
  });

  test("taking from the shelf what is promised is E_OUT_OF_STOCK", async () => {
    await books.place({ lines: [bowls(2, { variantId: "var_cup", unitMinor: 100_000 })] });

    expect(
      await insertRefused("stock_movements", {
        id: newId("mov"),
        variant_id: "var_cup",
        quantity: -2,
        reason: "damaged",
      }),
    ).toContain("E_OUT_OF_STOCK");
  });

  test("two live holds on one line, one born ended, and one ended twice are refused", async () => {
    const order = await books.place();
    const again = {
      id: newId("hol"),
      order_id: order.orderId,
      line_id: lineOf(order),
      variant_id: "var_bowl",
      quantity: 2,
    };

    expect(await insertRefused("holds", again)).toContain("UNIQUE constraint failed: holds.line_id");
    expect(await insertRefused("holds", { ...again, state: "consumed" })).toContain("E_HOLD_BORN_LIVE");
    await books.run("UPDATE holds SET state = 'released' WHERE id = ?", [holdOf(order)]);
    for (const state of ["live", "consumed", "expired", "released"])
      expect(await books.refusal("UPDATE holds SET state = ? WHERE id = ?", [state, holdOf(order)])).toContain(
        "E_HOLD_ENDED",
      );
    expect(await books.refusal("DELETE FROM holds WHERE id = ?", [holdOf(order)])).toContain("E_APPEND_ONLY holds");
  });

  test("what a released hold had promised is back, and what was shipped of it is not", async () => {
    const reserved = () => books.one("SELECT reserved FROM stock WHERE variant_id = 'var_bowl'");
    const before = await reserved();
    const order = await books.place({ lines: [bowls(5)], totals: sums(500_000) });
    await ship(order, 2);
    expect(await reserved()).toBe(before + 3);

    const other = await books.place();
    await books.run("UPDATE holds SET state = 'released' WHERE id = ?", [holdOf(other)]);

    expect(await reserved()).toBe(before + 3);
  });

  test("the shelf is moved by movements alone: a hand on it is named by the audit", async () => {
    await books.run("UPDATE stock SET on_hand = on_hand + 1 WHERE variant_id = 'var_bowl'");
    expect(await breaks()).toContain("I2 var_bowl");
    await books.run("UPDATE stock SET on_hand = on_hand - 1 WHERE variant_id = 'var_bowl'");
    expect(await breaks()).not.toContain("I2 var_bowl");
    expect(await books.refusal("UPDATE stock_movements SET quantity = 1 WHERE id = 'mov_bowl'")).toContain(
      "E_APPEND_ONLY stock_movements",
    );
    expect(await books.refusal("DELETE FROM stock_movements WHERE id = 'mov_bowl'")).toContain(
      "E_APPEND_ONLY stock_movements",
    );
  });

  test("goods leave only as many as were ordered, only while they are held, and only in their own order's parcel", async () => {
    const [order, other] = [await books.place(), await books.place()];
    const parcel = await ship(order, 1);
    const left = { id: newId("shp"), shipment_id: parcel, line_id: lineOf(other), quantity: 1 };

    expect(await insertRefused("shipment_lines", { ...left, line_id: lineOf(order), quantity: 2 })).toContain(
      "E_SHIPPED_TOO_MUCH",
    );
    expect(await insertRefused("shipment_lines", left)).toContain("E_OTHER_ORDER");
    await books.run("UPDATE holds SET state = 'released' WHERE id = ?", [holdOf(other)]);
    expect(await insertRefused("shipment_lines", left)).toContain("E_NOT_HELD");
    expect(await insertRefused("shipment_lines", { ...left, quantity: 0 })).toMatch(/E_SHIPPED_QUANTITY|E_NOT_HELD/);
  });
});

async function ship(order: PlaceCommand, quantity: number): Promise<string> {
  const id = newId("shp");
  await books.insert("shipments", {
    id,
    order_id: order.orderId,
    carrier: "Rider",
    shipped_at: 1,
    actor_id: "usr_wanjiru",
  });
  await books.insert("shipment_lines", { id: `${id}/0`, shipment_id: id, line_id: lineOf(order), quantity });
  await books.run("UPDATE orders SET fulfilment_status = ? WHERE id = ?", [
    quantity === order.lines[0]?.quantity ? "shipped" : "partial",
    order.orderId,
  ]);
  return id;
}
const sums = (totalMinor: number) => ({
  subtotalMinor: totalMinor,
  discountMinor: 0,
  deliveryMinor: 0,
  taxMinor: 0,
  totalMinor,
});

describe("an order (I4, I5, I6, I23, I33)", () => {
  test.each([
    ["no piece", { quantity: 0, total_minor: 0 }, "E_LINE_QUANTITY"],
    ["1,001 pieces", { quantity: 1_001, total_minor: 100_100_000 }, "E_LINE_QUANTITY"],
    ["a piece and a half", { quantity: 1.5, total_minor: 150_000 }, "cannot store REAL value in INTEGER column"],
    ["two-ish pieces", { quantity: "two" }, "cannot store TEXT value in INTEGER column"],
    ["a negative price", { unit_minor: -1, total_minor: -2 }, "E_LINE_TOTAL"],
    ["a total that is not its pieces", { total_minor: 199_999 }, "E_LINE_TOTAL"],
    ["a restricted good", { kind: "restricted" }, "E_RESTRICTED"],
  ])("a line of %s is refused", async (_what, changes, name) => {
    expect(await insertRefused("order_lines", lineRow(await draft(), changes))).toContain(name);
  });

  test.each([
    ["a total that is not its parts", { total_minor: 200_100 }, "E_TOTAL"],
    ["added tax left out of the total", { tax_inclusive: 0 }, "E_TOTAL"],
    ["a discount over the goods", { discount_minor: 200_100, total_minor: -100 }, "orders_amounts_range"],
    ["shillings with cents", { subtotal_minor: 200_050, total_minor: 200_050 }, "E_KES_WHOLE_TOTAL"],
    ["nobody to reach", { contact_email: null }, "E_CONTACT_NEEDED"],
    ["goods to send and nowhere to send them", { shipping_required: 1 }, "E_ADDRESS_NEEDED"],
  ])("an order with %s is refused", async (_what, changes, name) => {
    await expect(draft(changes)).rejects.toThrow(name);
  });

  test("a subtotal that is not its lines is named by the audit", async () => {
    const orderId = await draft();

    expect(await breaks()).toContain(`I5 ${orderId}`);

    await books.insert("order_lines", lineRow(orderId));
    expect(await breaks()).not.toContain(`I5 ${orderId}`);
  });

  test.each([
    ["number", "'X'"],
    ["market_id", "'np'"],
    ["billing_profile_id", "'bil_2'"],
    ["currency", "'USD'"],
    ["subtotal_minor", "1"],
    ["discount_minor", "1"],
    ["delivery_minor", "1"],
    ["tax_minor", "1"],
    ["tax_inclusive", "0"],
    ["total_minor", "1"],
    ["shipping_address", "'{}'"],
    ["billing_address", "'{}'"],
    ["shipping_required", "1"],
    ["delivery_method_id", "'dlv_other'"],
  ])("%s of a placed order never changes", async (column, value) => {
    const { orderId } = await books.place();

    expect(await books.refusal(`UPDATE orders SET ${column} = ${value} WHERE id = ?`, [orderId])).toContain(
      "E_ORDER_FROZEN",
    );
  });

  test("lines of a placed order are neither added, changed nor taken away, and the order and its story stay", async () => {
    const order = await books.place();

    expect(await insertRefused("order_lines", lineRow(order.orderId))).toContain("E_ORDER_FROZEN");
    expect(await books.refusal("UPDATE order_lines SET quantity = 1 WHERE order_id = ?", [order.orderId])).toContain(
      "E_ORDER_FROZEN",
    );
    expect(await books.refusal("DELETE FROM order_lines WHERE order_id = ?", [order.orderId])).toContain(
      "E_ORDER_FROZEN",
    );
    expect(await books.refusal("DELETE FROM orders WHERE id = ?", [order.orderId])).toContain("E_APPEND_ONLY orders");
    expect(await books.refusal("UPDATE order_events SET kind = 'x' WHERE order_id = ?", [order.orderId])).toContain(
      "E_APPEND_ONLY order_events",
    );
    expect(await books.refusal("DELETE FROM order_events WHERE order_id = ?", [order.orderId])).toContain(
      "E_APPEND_ONLY order_events",
    );
  });

  test("only an order that was not paid in time is taken up again", async () => {
    for (const reason of ["changed-cart", "shopper", "staff"]) {
      const { orderId } = await books.place();
      await books.run("UPDATE orders SET order_status = 'cancelled', cancel_reason = ? WHERE id = ?", [
        reason,
        orderId,
      ]);
      expect(await books.refusal("UPDATE orders SET order_status = 'placed' WHERE id = ?", [orderId])).toContain(
        "E_ORDER_TRANSITION",
      );
    }
    const { orderId } = await books.place();
    await books.run("UPDATE orders SET order_status = 'cancelled', cancel_reason = 'not-paid' WHERE id = ?", [orderId]);
    await books.run("UPDATE orders SET order_status = 'placed', cancel_reason = NULL WHERE id = ?", [orderId]);
  });

  test("a payment status is written only with the revision it was folded from", async () => {
    const order = await books.place();
    await books.run("UPDATE payments SET status = 'submitted' WHERE id = ?", [order.attemptId]);

    expect(await books.refusal("UPDATE orders SET payment_status = 'paid' WHERE id = ?", [order.orderId])).toContain(
      "E_STALE_FOLD",
    );
  });

  test("a payment status that the facts do not bear out is named by the audit (I7)", async () => {
    const order = await books.place();

    await books.run("UPDATE orders SET payment_status = 'paid', folded_rev = money_rev WHERE id = ?", [order.orderId]);

    expect(await breaks()).toContain(`I7 ${order.orderId}`);
    await books.run("UPDATE orders SET payment_status = 'unpaid', folded_rev = money_rev WHERE id = ?", [
      order.orderId,
    ]);
  });
});

describe("an attempt (I12, I17, I18)", () => {
  test("beside a live one is refused, and is possible once that one is superseded", async () => {
    const order = await books.place();

    for (const status of ["created", "submitted", "unknown"])
      await expect(books.attempt(order, { status })).rejects.toThrow("UNIQUE constraint failed: payments.order_id");
    await books.run("UPDATE payments SET status = 'submitted' WHERE id = ?", [order.attemptId]);
    await books.run("UPDATE payments SET superseded_at = 1 WHERE id = ?", [order.attemptId]);
    await books.attempt(order, { status: "created" });
  });

  test("leaves unknown only to an end with a provider's answer, and captured never", async () => {
    const order = await books.place();
    const move = (to: string) => books.refusal("UPDATE payments SET status = ? WHERE id = ?", [to, order.attemptId]);

    await books.run("UPDATE payments SET status = 'submitted' WHERE id = ?", [order.attemptId]);
    expect(await move("created")).toContain("E_ATTEMPT_TRANSITION");
    await books.run("UPDATE payments SET status = 'unknown' WHERE id = ?", [order.attemptId]);
    for (const to of ["created", "submitted", "withdrawn"]) expect(await move(to)).toContain("E_ATTEMPT_TRANSITION");
    await books.book(order);
    await books.run("UPDATE payments SET status = 'captured' WHERE id = ?", [order.attemptId]);
    for (const to of ["created", "submitted", "unknown", "failed", "expired", "withdrawn"])
      expect(await move(to)).toContain("E_ATTEMPT_TRANSITION");
  });

  test.each([
    ["amount_minor", "1"],
    ["currency", "'USD'"],
    ["gateway", "'on-delivery'"],
    ["reference", "'Z-1'"],
    ["mode", "'live'"],
    ["account", "'other'"],
    ["order_id", "'ord_other'"],
  ])("keeps its %s", async (column, value) => {
    const order = await books.place();
    expect(await books.refusal(`UPDATE payments SET ${column} = ${value} WHERE id = ?`, [order.attemptId])).toContain(
      "E_ATTEMPT_FROZEN",
    );
  });

  test("keeps the reference its provider gave, which no other attempt can have", async () => {
    const [order, other] = [await books.place(), await books.place()];
    await books.run("UPDATE payments SET provider_reference = 'ws_CO_7' WHERE id = ?", [order.attemptId]);

    expect(
      await books.refusal("UPDATE payments SET provider_reference = 'ws_CO_8' WHERE id = ?", [order.attemptId]),
    ).toContain("E_ATTEMPT_FROZEN");
    expect(
      await books.refusal("UPDATE payments SET provider_reference = 'ws_CO_7' WHERE id = ?", [other.attemptId]),
    ).toContain("payments.provider_reference");
    expect(await books.refusal("DELETE FROM payments WHERE id = ?", [order.attemptId])).toContain(
      "E_APPEND_ONLY payments",
    );
  });

  test("in another currency than its order's is E_AMOUNT_MISMATCH, and one for nothing is E_ATTEMPT_AMOUNT", async () => {
    const order = await books.place();

    await expect(books.attempt(order, { currency: "USD" })).rejects.toThrow("E_AMOUNT_MISMATCH");
    await expect(books.attempt(order, { amount_minor: 0 })).rejects.toThrow("E_ATTEMPT_AMOUNT");
  });
});

describe("the ledger (I8–I12, I16, I19)", () => {
  test.each([
    ["another amount", { amount_minor: 199_900 }],
    ["another currency", { currency: "USD" }],
    ["another gateway", { gateway: "on-delivery" }],
  ])("takes no capture of %s than its attempt's", async (_what, changes) => {
    await expect(books.book(await books.place(), changes)).rejects.toThrow("E_AMOUNT_MISMATCH");
  });

  test("takes no capture of an attempt for another order", async () => {
    const [order, other] = [await books.place(), await books.place()];

    await expect(books.book({ orderId: other.orderId, attemptId: order.attemptId })).rejects.toThrow(
      "E_AMOUNT_MISMATCH",
    );
  });

  test("takes one provider's fact once, and one capture for each attempt", async () => {
    const order = await books.place();
    await books.book(order, { provider_ref: "ws_CO_once" });
    const other = await books.place();

    await expect(books.book(other, { provider_ref: "ws_CO_once" })).rejects.toThrow(
      "UNIQUE constraint failed: ledger.gateway",
    );
    await expect(books.book(order)).rejects.toThrow("UNIQUE constraint failed: ledger.attempt_id");
  });

  test("writes the counter-leg of every fact itself, so that each transaction sums to nothing", async () => {
    const order = await books.place();

    const entry = await books.book(order);

    const legs = await books.rows("SELECT id, kind, amount_minor FROM ledger WHERE order_id = ? ORDER BY kind", [
      order.orderId,
    ]);
    expect(legs).toEqual([
      { id: entry, kind: "capture", amount_minor: 200_000 },
      { id: `${entry}/contra`, kind: "capture-contra", amount_minor: -200_000 },
    ]);
    await expect(books.book(order, { kind: "refund-contra", amount_minor: -1 })).rejects.toThrow("E_UNBALANCED");
    await expect(books.book(order, { kind: "refund", amount_minor: -1 })).rejects.toThrow("E_LEDGER_SIGN");
    await expect(books.book(order, { kind: "gift" })).rejects.toThrow("E_LEDGER_KIND");
  });

  test("is append-only, and so are its seals and the payment log", async () => {
    const entry = await books.book(await books.place());
    await books.insert("payment_log", { id: newId("log"), gateway: "mpesa", direction: "request", what: "x", at: 1 });

    expect(await books.refusal("UPDATE ledger SET amount_minor = 1 WHERE id = ?", [entry])).toContain(
      "E_APPEND_ONLY ledger",
    );
    expect(await books.refusal("DELETE FROM ledger WHERE id = ?", [entry])).toContain("E_APPEND_ONLY ledger");
    expect(await books.refusal("UPDATE ledger_seals SET hash = ''")).toContain("E_APPEND_ONLY ledger_seals");
    expect(await books.refusal("DELETE FROM ledger_seals")).toContain("E_APPEND_ONLY ledger_seals");
    expect(await books.refusal("UPDATE payment_log SET what = ''")).toContain("E_APPEND_ONLY payment_log");
    expect(await books.refusal("DELETE FROM payment_log")).toContain("E_APPEND_ONLY payment_log");
  });

  test("refunds no more than was captured, neither as facts nor as requests", async () => {
    const order = await books.place();
    const refund = { kind: "refund", amount_minor: 150_000 };
    await expect(books.book(order, refund)).rejects.toThrow("E_REFUND_EXCEEDS"); // nothing was captured yet
    const capture = await books.book(order);
    const asked = {
      order_id: order.orderId,
      capture_id: capture,
      gateway: "mpesa",
      currency: "KES",
      purpose: "goodwill",
    };

    await books.book(order, refund);
    await expect(books.book(order, { ...refund, amount_minor: 50_001 })).rejects.toThrow("E_REFUND_EXCEEDS");
    await books.insert("refunds", { ...asked, id: newId("ref"), amount_minor: 200_000 });
    expect(await insertRefused("refunds", { ...asked, id: newId("ref"), amount_minor: 1 })).toContain(
      "E_REFUND_EXCEEDS",
    );
    expect(await insertRefused("refunds", { ...asked, id: newId("ref"), amount_minor: 0 })).toMatch(/E_REFUND/);
  });

  test("belongs to an order that is there, and a capture without its fact is named by the audit", async () => {
    const order = await books.place();
    await books.run("UPDATE payments SET status = 'captured' WHERE id = ?", [order.attemptId]);

    expect(await breaks()).toContain(`I19 ${order.attemptId}`);
    await expect(
      books.book({ orderId: newId("ord"), attemptId: newId("pay") }, { kind: "chargeback" }),
    ).rejects.toThrow("FOREIGN KEY");

    await books.book(order);
    expect(await breaks()).not.toContain(`I19 ${order.attemptId}`);
  });

  test("an excess without its task is named by the audit (I9), and so is money that fits nothing (I19)", async () => {
    const order = await books.place();
    await books.book(order);
    await books.run("UPDATE payments SET status = 'captured' WHERE id = ?", [order.attemptId]);
    await books.book({ ...order, attemptId: await books.attempt(order, { status: "captured" }) });
    await books.insert("unallocated", {
      id: "una_2",
      gateway: "mpesa",
      provider_ref: "x",
      amount_minor: 1,
      currency: "KES",
      occurred_at: 1,
    });

    expect(await breaks()).toEqual(expect.arrayContaining([`I9 ${order.orderId}`, "I19 una_2"]));

    await books.insert("staff_tasks", {
      id: newId("tsk"),
      kind: "refund-excess",
      subject: order.orderId,
      amount_minor: 200_000,
    });
    await books.insert("staff_tasks", { id: newId("tsk"), kind: "unallocated", subject: "una_2" });
    const after = await breaks();
    expect(after).not.toContain(`I9 ${order.orderId}`);
    expect(after).not.toContain("I19 una_2");
  });
});

test("one provider event is kept once, and one open task of a kind stands for one subject (I11, I9)", async () => {
  const event = { gateway: "mpesa", event_key: "pay:1", body: "{}", authenticated: 1, received_at: 1 };
  await books.insert("webhook_inbox", { ...event, id: newId("inb") });

  expect(await insertRefused("webhook_inbox", { ...event, id: newId("inb") })).toContain(
    "UNIQUE constraint failed: webhook_inbox",
  );
  expect(await insertRefused("staff_tasks", { id: newId("tsk"), kind: "unallocated", subject: "una_1" })).toContain(
    "UNIQUE",
  );
});

describe("a placement (I20)", () => {
  test("of one key twice is one order with one attempt and one hold, and says that it was decided before", async () => {
    const order = await books.place();

    const [repeat] = readDecisions(
      await atomically(
        books.db,
        placementBatch([{ ...order, orderId: newId("ord"), attemptId: newId("pay") }], newId("run")) as {
          sql: string;
          args: never;
        }[],
      ),
    );

    expect(repeat).toMatchObject({
      orderId: order.orderId,
      attemptId: order.attemptId,
      number: order.number,
      fresh: false,
    });
    expect(await books.one("SELECT count(*) FROM placements WHERE key = ?", [order.key])).toBe(1);
  });

  test("refused leaves nothing, so that its key can be used again once it fits", async () => {
    const command = placeCommand({ lines: [bowls(2, { priceVersion: 9 })] });
    const decide = async (one: PlaceCommand) =>
      readDecisions(
        await atomically(books.db, placementBatch([one], newId("run")) as { sql: string; args: never }[]),
      )[0]?.outcome;

    expect(await decide(command)).toBe("quote-changed");
    expect(await decide({ ...command, lines: [bowls(2)] })).toBe("placed");
  });

  test("of many in one batch decides each alone", async () => {
    const good = placeCommand();
    const changed = placeCommand({ market: { id: "ke", version: 7, currency: "KES" } });
    const short = placeCommand({ lines: [bowls(1_000, { variantId: "var_cup", unitMinor: 50_000 })] });
    const unoffered = placeCommand({ payment: { ...good.payment, gateway: "paypal" } });

    const decisions = readDecisions(
      await atomically(
        books.db,
        placementBatch([changed, good, short, unoffered], newId("run")) as { sql: string; args: never }[],
      ),
    );

    expect(decisions.map((one) => one.outcome)).toEqual([
      "quote-changed",
      "placed",
      "out-of-stock",
      "method-unavailable",
    ]);
    expect(
      await books.one("SELECT count(*) FROM orders WHERE id IN (?, ?, ?)", [
        changed.orderId,
        short.orderId,
        unoffered.orderId,
      ]),
    ).toBe(0);
  });
});
