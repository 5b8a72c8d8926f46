import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readAttempt } from "#db/queries/attempts";
import { bookCapture } from "#db/queries/captures";
import { claimAsking, claimsOf, endInquiry, openInquiry, readInquiry, recordConversation } from "#db/queries/inquiries";
import {
  attachLateReceipt,
  bookHandMoney,
  type HandMoney,
  keepStray,
  nameByReceipt,
  type PaybillOrderRow,
  paybillOrder,
  receiptKnown,
} from "#db/queries/paybill";
import { newId } from "#domain/ids";
import { Books } from "./books.ts";

let books: Books;
beforeAll(async () => {
  books = await Books.open();
});
afterAll(() => books.close());

let receipts = 0;
const newReceipt = () => `UKK${String(++receipts).padStart(7, "0")}`;
const orderOf = async (id: string): Promise<PaybillOrderRow> => {
  const order = await paybillOrder(books.db, { id });
  if (!order) throw new Error("no such order");
  return order;
};
const hand = (changes: Partial<HandMoney> = {}): HandMoney => ({
  receipt: newReceipt(),
  amountMinor: 200_000,
  occurredAt: 1,
  mode: "test",
  account: "174379",
  saidBy: null,
  ...changes,
});
const captures = (orderId: string) =>
  books.rows<{ provider_ref: string; amount_minor: number }>(
    "SELECT provider_ref, amount_minor FROM ledger WHERE order_id = ? AND kind = 'capture' ORDER BY rowid",
    [orderId],
  );
const stray = (receipt: string) =>
  books.one<string | undefined>("SELECT state FROM unallocated WHERE provider_ref = ?", [receipt]);
const keep = (receipt: string) =>
  keepStray(books.db, {
    providerRef: receipt,
    amountMinor: 200_000,
    occurredAt: 1,
    orderId: null,
    detail: "It fits no order",
  });

describe("money paid by hand", () => {
  test("is an attempt born captured; the prompt that asked is superseded", async () => {
    const { orderId, attemptId } = await books.place();
    const money = hand();
    const ends = { id: attemptId, how: "superseded", was: "created", asksAgain: null } as const;

    expect(await bookHandMoney(books.db, await orderOf(orderId), money, ends, 5)).toBe("booked");

    expect(await captures(orderId)).toEqual([{ provider_ref: money.receipt, amount_minor: 200_000 }]);
    expect(await receiptKnown(books.db, money.receipt)).toMatchObject({ orderId, unallocated: null });
    expect(await books.one("SELECT superseded_at FROM payments WHERE id = ?", [attemptId])).toBe(5);
  });

  test("told of by twenty at once is one capture", async () => {
    const { orderId } = await books.place();
    const money = hand();
    const order = await orderOf(orderId);

    const outcomes = await Promise.all(
      Array.from({ length: 20 }, () => bookHandMoney(books.db, order, money, null, 5)),
    );

    expect(outcomes.filter((one) => one === "booked")).toHaveLength(1);
    expect(await captures(orderId)).toHaveLength(1);
    expect(await books.one("SELECT count(*) FROM payments WHERE receipt = ?", [money.receipt])).toBe(1);
  });

  test("is decided again when the order's money moved after it was read", async () => {
    const { orderId, attemptId } = await books.place();
    const order = await orderOf(orderId);
    await books.run("UPDATE payments SET status = 'failed' WHERE id = ?", [attemptId]);

    expect(await bookHandMoney(books.db, order, hand(), null, 5)).toBe("again");
    expect(await captures(orderId)).toEqual([]);
  });

  test("that was given back by hand meanwhile is not booked; that waited finds its place", async () => {
    const { orderId } = await books.place();
    const [returned, waiting] = [newReceipt(), newReceipt()];
    await keep(returned);
    await keep(waiting);
    const id = await books.one<string>("SELECT id FROM unallocated WHERE provider_ref = ?", [returned]);
    const said = { kind: "returned", subject: id, two_people: 0, requested_by: "usr_wanjiru" };
    await books.insert("human_ends", { id: newId("end"), ...said });
    await books.run("UPDATE human_ends SET state = 'done', approved_by = requested_by WHERE subject = ?", [id]);
    await books.run("UPDATE unallocated SET state = 'returned' WHERE id = ?", [id]);

    expect(await bookHandMoney(books.db, await orderOf(orderId), hand({ receipt: returned }), null, 5)).toBe("again");
    expect(await bookHandMoney(books.db, await orderOf(orderId), hand({ receipt: waiting }), null, 5)).toBe("booked");

    expect([await stray(returned), await stray(waiting)]).toEqual(["returned", "allocated"]);
    expect(await captures(orderId)).toMatchObject([{ provider_ref: waiting }]);
  });

  test("that somebody says was given back is nobody's until a second person has decided, whoever books it", async () => {
    const { orderId, attemptId } = await books.place();
    const receipt = newReceipt();
    await keep(receipt);
    const id = await books.one<string>("SELECT id FROM unallocated WHERE provider_ref = ?", [receipt]);
    const said = { kind: "returned", subject: id, two_people: 1, requested_by: "usr_wanjiru" };
    await books.insert("human_ends", { id: newId("end"), ...said });
    const attempt = await readAttempt(books.db, attemptId);
    if (!attempt) throw new Error("no such attempt");
    const capture = { txId: newId("txn"), providerRef: receipt, occurredAt: 1, receipt } as const;

    expect((await receiptKnown(books.db, receipt)).unallocated).toMatchObject({ state: "open", waits: "returned" });
    expect(await bookHandMoney(books.db, await orderOf(orderId), hand({ receipt }), null, 5)).toBe("again");
    expect(await bookCapture(books.db, attempt, { ...capture, actor: "provider", actorId: null }, 5)).toBe(false);
    await expect(books.book({ orderId, attemptId }, { provider_ref: receipt })).rejects.toThrow("E_MONEY_GONE_BACK");

    await books.run("UPDATE human_ends SET state = 'refused', answer = 'It never left' WHERE subject = ?", [id]);
    expect(await bookHandMoney(books.db, await orderOf(orderId), hand({ receipt }), null, 5)).toBe("booked");
  });

  test("of a part withdraws what asks at the door, and the door asks for the rest", async () => {
    const { orderId, attemptId } = await books.place({
      payment: {
        gateway: "on-delivery",
        mode: "live",
        account: "shop",
        reference: `R${newId("pay").slice(4, 12)}`,
        status: "submitted",
        phone: null,
        session: "",
      },
    });
    const ends = { id: attemptId, how: "withdrawn", was: "submitted", asksAgain: "on-delivery" } as const;

    await bookHandMoney(books.db, await orderOf(orderId), hand({ amountMinor: 50_000 }), ends, 5);

    const totalMinor = await books.one("SELECT total_minor FROM orders WHERE id = ?", [orderId]);
    expect(
      await books.rows("SELECT gateway, status, amount_minor FROM payments WHERE order_id = ? ORDER BY ordinal", [
        orderId,
      ]),
    ).toEqual([
      { gateway: "on-delivery", status: "withdrawn", amount_minor: totalMinor },
      { gateway: "mpesa", status: "captured", amount_minor: 50_000 },
      { gateway: "on-delivery", status: "submitted", amount_minor: totalMinor - 50_000 },
    ]);
  });
});

describe("a receipt", () => {
  /** A prompt that was paid, and lacks its receipt. */
  async function paidPrompt() {
    const placed = await books.place();
    await books.run("UPDATE payments SET status = 'submitted', submitted_at = 1, provider_reference = ? WHERE id = ?", [
      `ws_CO_${placed.attemptId}`,
      placed.attemptId,
    ]);
    const row = await readAttempt(books.db, placed.attemptId);
    if (!row) throw new Error("no attempt");
    const capture = { txId: newId("txn"), providerRef: `ws_CO_${row.id}`, occurredAt: 1, receipt: null } as const;
    const book = () => bookCapture(books.db, row, { ...capture, actor: "provider", actorId: null }, 2);
    return { ...placed, row, book };
  }

  test("is attached to one payment only, and takes its money out of what fits nothing", async () => {
    const [one, two] = [await paidPrompt(), await paidPrompt()];
    await one.book();
    await two.book();
    const receipt = newReceipt();
    await keep(receipt);

    expect(await attachLateReceipt(books.db, one.attemptId, receipt)).toBe(true);
    expect(await attachLateReceipt(books.db, one.attemptId, receipt)).toBe(true);
    expect(await attachLateReceipt(books.db, two.attemptId, receipt)).toBe(false);
    expect(await attachLateReceipt(books.db, one.attemptId, newReceipt())).toBe(false);

    expect(await stray(receipt)).toBe("allocated");
    expect(
      await books.one(
        "SELECT count(*) FROM staff_tasks WHERE kind = 'unallocated' AND state = 'open' AND subject = (SELECT id FROM unallocated WHERE provider_ref = ?)",
        [receipt],
      ),
    ).toBe(0);
  });

  test("that is a capture's own name is not another's receipt", async () => {
    const { orderId } = await books.place();
    const money = hand();
    await bookHandMoney(books.db, await orderOf(orderId), money, null, 5);
    const other = await paidPrompt();
    await other.book();

    expect(await attachLateReceipt(books.db, other.attemptId, money.receipt)).toBe(false);
  });

  test("names a prompt that never got a name, and no other", async () => {
    const { attemptId } = await books.place();
    await books.run("UPDATE payments SET status = 'submitted', submitted_at = 1 WHERE id = ?", [attemptId]);
    const { attemptId: named } = await paidPrompt();
    const receipt = newReceipt();

    expect(await nameByReceipt(books.db, attemptId, receipt)).toBe(true);
    expect(await nameByReceipt(books.db, attemptId, receipt)).toBe(true);
    expect(await nameByReceipt(books.db, attemptId, newReceipt())).toBe(false);
    expect(await nameByReceipt(books.db, named, newReceipt())).toBe(false);
  });

  test("booked as money by hand is the same money when its prompt turns out to be paid after all", async () => {
    const late = await paidPrompt();
    await books.run("UPDATE payments SET status = 'failed', ended_at = 2 WHERE id = ?", [late.attemptId]);
    const money = hand();
    await bookHandMoney(books.db, await orderOf(late.orderId), money, null, 5);
    await books.run("UPDATE payments SET claimed_receipt = ? WHERE id = ?", [money.receipt, late.attemptId]);

    await late.book();

    expect(await captures(late.orderId)).toEqual([{ provider_ref: money.receipt, amount_minor: 200_000 }]);
    expect(await books.one("SELECT status FROM payments WHERE id = ?", [late.attemptId])).toBe("failed");
    expect(await stray(`ws_CO_${late.attemptId}`)).toBeUndefined();
  });
});

describe("a question", () => {
  const wanted = (subject: string) => ({
    id: newId("inq"),
    kind: "transaction-status" as const,
    subject,
    orderId: null,
    attemptId: null,
    source: "confirmation" as const,
    askedBy: null,
  });

  test("is one for each subject, asked by one at a time, and keeps every name it was given", async () => {
    const receipt = newReceipt();
    const first = await openInquiry(books.db, wanted(receipt), 10);
    const second = await openInquiry(books.db, wanted(receipt), 20);
    expect(second).toEqual(first);
    if (!first) throw new Error("no question");

    const claims = await Promise.all(Array.from({ length: 10 }, () => claimAsking(books.db, first, 100)));
    expect(claims.filter(Boolean)).toHaveLength(1);
    for (const name of ["AG_1", "AG_1", "AG_12"]) await recordConversation(books.db, first.id, name);

    expect(await readInquiry(books.db, first.id)).toMatchObject({
      conversations: ["AG_1", "AG_12"],
      tries: 1,
      state: "asked",
    });
  });

  test("that nobody answered is asked anew; one that was answered is not", async () => {
    const receipt = newReceipt();
    const row = await openInquiry(books.db, wanted(receipt), 10);
    if (!row) throw new Error("no question");
    await endInquiry(books.db, row.id, "given-up", "no-answer");
    expect(await openInquiry(books.db, wanted(receipt), 30)).toMatchObject({
      id: row.id,
      state: "open",
      createdAt: 30,
      tries: 0,
    });

    await endInquiry(books.db, row.id, "answered", "booked");
    expect(await openInquiry(books.db, wanted(receipt), 40)).toMatchObject({ state: "answered", createdAt: 30 });
  });

  test("says whose a receipt is said to be, first come first", async () => {
    const receipt = newReceipt();
    const [one, two] = [await books.place(), await books.place()];
    for (const { orderId, number } of [one, two])
      await openInquiry(books.db, { ...wanted(`${receipt}@${number}`), orderId, source: "shopper" }, 10);
    await openInquiry(books.db, wanted(receipt), 10);

    expect((await claimsOf(books.db, receipt)).map(({ orderId }) => orderId)).toEqual([one.orderId, two.orderId]);
    expect(await claimsOf(books.db, receipt.slice(0, -1))).toEqual([]);
  });
});
