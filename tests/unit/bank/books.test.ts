import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PlaceCommand } from "#db/queries/placements";
import { newId } from "#domain/ids";
import { audit } from "#scripts/audit";
import { toCsv } from "#tests/simulators/bank/csv";
import type { BookedEntry } from "#tests/simulators/bank/ledger";
import { Books, placeCommand } from "#tests/unit/db/books";
import { bookLine } from "#worker/bank/book-line";
import { importStatement } from "#worker/bank/import-statement";
import { tidyBank } from "#worker/bank/tidy";
import type { Deps } from "#worker/deps";
import { documentKeyOf } from "#worker/documents/keys";
import { sweepDocuments } from "#worker/documents/store";
import { refoldAll } from "#worker/payments/refold";

let books: Books;
let now = Date.now();
beforeAll(async () => {
  books = await Books.open();
  await books.run(
    "INSERT INTO users (id, email, name, role) VALUES ('usr_brian', 'brian@duka.example', 'Brian', 'staff'), ('usr_achieng', 'achieng@duka.example', 'Achieng', 'admin')",
  );
  await books.run(
    "INSERT INTO bank_accounts (id, currency, bank_name, account_name, account_number) VALUES ('bac_1', 'KES', 'A Bank', 'Duka Ltd', '0123')",
  );
  await books.run(
    "INSERT INTO market_payment_methods (id, market_id, gateway) VALUES ('mpm_bt', 'ke', 'bank-transfer')",
  );
});
afterAll(() => books.close());

const secret = { current: "a secret of thirty-two signs or more", previous: undefined as string | undefined };
const deps = (more: object = {}): Deps =>
  ({
    db: books.db,
    config: { sending: false, documentSecret: secret, twoPeopleFrom: { KES: 10_000_000, NPR: 1, USD: 1 } },
    now: () => now,
    later: () => undefined,
    ...more,
  }) as unknown as Deps;

/** An order to be paid by transfer. */
const place = (changes: Partial<PlaceCommand> = {}): Promise<PlaceCommand> => {
  const { payment, ...command } = placeCommand(changes);
  return books.place({
    ...command,
    payment: { ...payment, gateway: "bank-transfer", mode: "live", account: "shop", status: "submitted" },
  });
};
const breaks = async () => {
  await refoldAll(deps()); // facts that a test wrote by hand
  return audit(books.db);
};
let lines = 0;
async function line(changes: Record<string, unknown> = {}): Promise<string> {
  const id = newId("bli");
  const key = `FT${++lines}`;
  await books.insert("bank_lines", {
    id,
    account_id: "bac_1",
    key,
    bank_ref: key,
    booked_on: "2026-11-21",
    amount_minor: 200_000,
    currency: "KES",
    source: "csv",
    entered_by: "usr_wanjiru",
    ...changes,
  });
  return id;
}
const match = (id: string, orderId: string, actorId = "usr_brian") =>
  bookLine(deps(), id, { orderId, actorId, how: "match", named: null, note: "" });

describe("the books refuse", () => {
  test("a line that is born booked, booked without its fact, or with another's", async () => {
    const [one, two] = [await place(), await place()];
    const id = await line();
    expect(
      await books.refusal(
        "INSERT INTO bank_lines (id, account_id, key, booked_on, amount_minor, currency, source, state, entered_by) VALUES ('bli_born', 'bac_1', 'K', '2026-11-21', 1, 'KES', 'csv', 'booked', 'usr_wanjiru')",
      ),
    ).toContain("E_BANK_LINE_BORN_OPEN");
    const book = "UPDATE bank_lines SET state = 'booked', order_id = ?, attempt_id = ? WHERE id = ?";
    expect(await books.refusal(book, [one.orderId, one.attemptId, id])).toContain("E_BANK_NOT_BOOKED");

    await match(id, one.orderId);

    expect(await books.refusal(book, [two.orderId, two.attemptId, await line()])).toContain("E_BANK_NOT_BOOKED");
    expect(await books.refusal("UPDATE bank_lines SET state = 'open' WHERE id = ?", [id])).toContain(
      "E_BANK_LINE_TRANSITION",
    );
    expect(await breaks()).toEqual([]);
  });

  test("a large line with one person's word, and with the same person's twice", async () => {
    const order = await place();
    const id = await line({ two_people: 1, matched_by: "usr_brian", order_id: order.orderId });
    await books.book(order, { gateway: "bank-transfer", provider_ref: `0123/FT${lines}` });
    await books.run("UPDATE payments SET status = 'captured' WHERE id = ?", [order.attemptId]);
    const book = `UPDATE bank_lines SET state = 'booked', attempt_id = '${order.attemptId}', approved_by = ? WHERE id = '${id}'`;

    expect(await books.refusal(book, [null])).toContain("E_SECOND_PERSON");
    expect(await books.refusal(book, ["usr_brian"])).toContain("E_TWO_PEOPLE");
    await books.run(book, ["usr_achieng"]);
  });

  test("a buyer's own word, by the account, the e-mail or the telephone of the order", async () => {
    await books.run("UPDATE users SET phone = '+254709000001' WHERE id = 'usr_brian'");
    const contact = { name: "B", email: null, phone: "+254709000001" };
    const order = await place({ contact });
    const id = await line({ order_id: order.orderId });
    await expect(match(id, order.orderId)).rejects.toMatchObject({ code: "own-order" });
    await books.book(order, { gateway: "bank-transfer", provider_ref: `0123/FT${lines}` });
    await books.run("UPDATE payments SET status = 'captured' WHERE id = ?", [order.attemptId]);
    const book = `UPDATE bank_lines SET state = 'booked', attempt_id = '${order.attemptId}', matched_by = ? WHERE id = '${id}'`;
    expect(await books.refusal(book, ["usr_brian"])).toContain("E_OWN_ORDER");
    await books.run(book, ["usr_achieng"]);
  });

  test("a slip judged twice, or one that becomes another's", async () => {
    const order = await place();
    await books.insert("bank_proofs", {
      id: "prf_1",
      order_id: order.orderId,
      attempt_id: order.attemptId,
      object_key: "documents/1",
      sha256: "aa",
      mime: "image/png",
      bytes: 1,
    });
    await books.run(
      "UPDATE bank_proofs SET state = 'rejected', reviewed_by = 'usr_brian', reviewed_at = 1 WHERE id = 'prf_1'",
    );
    expect(await books.refusal("UPDATE bank_proofs SET state = 'accepted' WHERE id = 'prf_1'")).toContain(
      "E_PROOF_JUDGED",
    );
    expect(await books.refusal("UPDATE bank_proofs SET reviewed_by = 'usr_achieng' WHERE id = 'prf_1'")).toContain(
      "E_PROOF_JUDGED",
    );
    expect(await books.refusal("UPDATE bank_proofs SET object_key = 'x' WHERE id = 'prf_1'")).toContain(
      "E_PROOF_FROZEN",
    );
    expect(await books.refusal("DELETE FROM bank_proofs WHERE id = 'prf_1'")).toContain("E_APPEND_ONLY");
  });
});

test("twenty people at once on four lines of one order book each line once, and every shilling", async () => {
  const order = await place();
  const ids = [
    await line({ amount_minor: 50_000 }),
    await line({ amount_minor: 50_000 }),
    await line({ amount_minor: 70_000 }),
    await line({ amount_minor: 200_000 }),
  ];
  const people = ["usr_brian", "usr_achieng", "usr_wanjiru"];

  await Promise.all(
    Array.from({ length: 20 }, (_, n) =>
      match(ids[n % 4] ?? "", order.orderId, people[n % 3]).catch((error: { code: string }) =>
        expect(["already-recorded", "busy"]).toContain(error.code),
      ),
    ),
  );

  for (const id of ids) await match(id, order.orderId).catch(() => undefined); // whoever was told to try again does
  expect(
    await books.one("SELECT sum(amount_minor) FROM ledger WHERE order_id = ? AND kind = 'capture'", [order.orderId]),
  ).toBe(370_000);
  expect(
    await books.one("SELECT count(*) FROM bank_lines WHERE order_id = ? AND state = 'booked'", [order.orderId]),
  ).toBe(4);
  expect(await books.one("SELECT payment_status FROM orders WHERE id = ?", [order.orderId])).toBe("overpaid");
  expect(await breaks()).toEqual([]);
});

test("an attempt keeps the account it was born with", async () => {
  const { attemptId } = await place();
  expect(JSON.parse(await books.one<string>("SELECT wire FROM payments WHERE id = ?", [attemptId]))).toMatchObject({
    account: { id: "bac_1", accountNumber: "0123" },
  });
  const mpesa = await books.place();
  expect(await books.one("SELECT wire FROM payments WHERE id = ?", [mpesa.attemptId])).toBe("{}");
});

describe("the round", () => {
  const entry = (narrative: string, bankRef: string | null): BookedEntry => ({
    id: "T1",
    kind: "capture",
    currency: "KES",
    amount: 200_000,
    charges: 0,
    bankRef,
    reference: "",
    payer: "",
    narrative,
    at: "2026-11-21T09:00:00.000Z",
    of: null,
    balance: ++lines * 100,
  });

  test("goes on with an import that something stopped, and leaves alone what a person has spoken of", async () => {
    const [one, two] = [await place(), await place()];
    now = Date.now() - 5 * 60_000;
    await line({ narrative: `PESALINK ${one.number}-1`, created_at: now });
    await line({ narrative: `PESALINK ${two.number}-1`, created_at: now, note: "No, it is for somebody else" });
    now = Date.now();

    expect(await tidyBank(deps())).toBeGreaterThanOrEqual(1);

    const status = (orderId: string) => books.one("SELECT payment_status FROM orders WHERE id = ?", [orderId]);
    expect([await status(one.orderId), await status(two.orderId)]).toEqual(["paid", "unpaid"]);
  });

  test("keeps money as unallocated after two days, and books its line when it was allocated elsewhere", async () => {
    const order = await place();
    await books.run("UPDATE bank_lines SET state = 'set-aside' WHERE state = 'open'");
    const imported = await importStatement(deps(), "bac_1", toCsv("KES", [entry("HARAMBEE", null)]), "usr_brian");
    expect(imported).toMatchObject({ added: 1, booked: 0, open: 1 });
    const id = await books.one<string>("SELECT id FROM bank_lines WHERE narrative = 'HARAMBEE'");
    await tidyBank(deps());
    expect(await books.one("SELECT count(*) FROM unallocated WHERE reference = 'HARAMBEE'")).toBe(0);

    now += 49 * 3_600_000;
    expect(await tidyBank(deps())).toBe(1);
    expect(await tidyBank(deps())).toBe(0);
    const [stray] = await books.rows<{ id: string; provider_ref: string; state: string }>(
      "SELECT id, provider_ref, state FROM unallocated WHERE reference = 'HARAMBEE'",
    );
    expect(stray).toMatchObject({ state: "open", provider_ref: expect.stringMatching(/^0123\/[0-9a-f]{32}$/) });
    expect(await breaks()).toEqual([]);

    await books.run("UPDATE payments SET status = 'captured' WHERE id = ?", [order.attemptId]);
    await books.book(order, { gateway: "bank-transfer", provider_ref: stray?.provider_ref });
    await books.run(
      "UPDATE unallocated SET state = 'allocated', attempt_id = ?, requested_by = 'usr_brian' WHERE id = ?",
      [order.attemptId, stray?.id ?? ""],
    );
    expect(await tidyBank(deps())).toBe(1);
    expect(
      await books.rows("SELECT state, order_id, attempt_id, matched_by FROM bank_lines WHERE id = ?", [id]),
    ).toEqual([{ state: "booked", order_id: order.orderId, attempt_id: order.attemptId, matched_by: "usr_brian" }]);
    now = Date.now();
  });

  test("sweeps documents that have had no row for a day, once an hour", async () => {
    const uploaded = (hours: number) => new Date(now - hours * 3_600_000);
    const objects = [
      { key: "documents/1", uploaded: uploaded(100) }, // has its row
      { key: "documents/orphan", uploaded: uploaded(25) },
      { key: "documents/fresh", uploaded: uploaded(1) },
    ];
    const deleted: string[] = [];
    const DOCUMENTS = {
      list: async ({ cursor }: { cursor?: string }) =>
        cursor
          ? { objects: objects.slice(1), truncated: false }
          : { objects: objects.slice(0, 1), truncated: true, cursor: "next" },
      delete: async (keys: string[]) => deleted.push(...keys),
    };
    expect(await sweepDocuments(deps({ env: { DOCUMENTS } }))).toBe(1);
    expect(await sweepDocuments(deps({ env: { DOCUMENTS } }))).toBe(0);
    expect(deleted).toEqual(["documents/orphan"]);
  });
});

test("a person's key is made once, whoever comes first, and is wrapped anew when the secret was changed", async () => {
  const order = await place();
  const owner = await books.one<string>("SELECT billing_profile_id FROM orders WHERE id = ?", [order.orderId]);
  const wrapped = () => books.one<string>("SELECT document_key FROM billing_profiles WHERE id = ?", [owner]);

  await Promise.all([documentKeyOf(deps(), owner), documentKeyOf(deps(), owner)]);
  const first = await wrapped();
  await documentKeyOf(deps(), owner);
  expect(await wrapped()).toBe(first);

  const changed = { current: "another secret, as long as the first was", previous: secret.current };
  const config = { ...deps().config, documentSecret: changed };
  await documentKeyOf(deps({ config }), owner);
  expect(await wrapped()).not.toBe(first);
  await expect(documentKeyOf(deps(), owner)).rejects.toMatchObject({ code: "not-configured" }); // the old secret alone opens it no more
  await documentKeyOf(deps({ config }), owner);
});
