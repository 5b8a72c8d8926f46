import sharp from "sharp";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { PlacedView } from "#domain/checkout/schema";
import type { BankDeskView, TransferView } from "#domain/payments/bank-schema";
import type { HumanEndView, UnallocatedView } from "#domain/payments/money-schema";
import { slipPicture } from "#tests/simulators/bank/slip-picture";
import type { Client, Problem, Reply, Wanted } from "#tests/support/client";
import { Shop, until } from "#tests/support/shop";

const LARGE = 2_000_000; // KES 20,000: from here on two people

let shop: Shop;
let wanjiru: Client;
let brian: Client;
let variants: string[];
let account: string; // the shilling account
beforeAll(async () => {
  shop = await Shop.open({ vars: { TWO_PEOPLE_FROM: `KES ${LARGE}` } });
  wanjiru = await shop.staff("wanjiru@duka.example");
  brian = await shop.staff("brian@duka.example");
  variants = await shop.variants(30, 12);
  for (const variantId of variants) await shop.setStock(variantId, 1_000);
  account = await shop.one<string>("SELECT id FROM bank_accounts WHERE currency = 'KES'");
});
afterAll(() => shop.close());
afterEach(async () => expect(await shop.audit()).toEqual([]));

interface Bought extends PlacedView {
  readonly guest: Client;
  readonly view: TransferView;
}

let nth = 0;
/** An order to be paid by transfer, with what its payer is told. */
async function buy(quantity = 1, wanted: Wanted = {}): Promise<Bought> {
  const guest = shop.client();
  nth += 1;
  const variantId = variants[nth % variants.length] ?? "";
  const placed = await guest.buy([{ variantId, quantity }], {
    method: "bank-transfer",
    name: `Payer ${String.fromCharCode(64 + (nth % 26))}`,
    email: `payer${nth}@example.co.ke`,
    ...wanted,
  });
  return { ...placed, guest, view: await transferOf(guest, placed.token) };
}
const transferOf = async (guest: Client, token: string): Promise<TransferView> =>
  (await guest.get<TransferView>(`/api/orders/${token}/bank`)).body;

interface Transfer {
  readonly amount: number;
  readonly reference: string;
  readonly [more: string]: unknown;
}
/** Money reaches the shop's account. @returns the line as the statement has it, and the payer's slip */
const transfer = (body: Transfer) =>
  shop.control<{ line: { bankRef: string; at: string }; slip: string; slipPdf: string }>("act", {
    provider: "bank",
    action: "transfer",
    currency: "KES",
    ...body,
  });
const statement = async (query = "currency=KES"): Promise<string> =>
  (await fetch(`${shop.simulatorsUrl}/bank/statement.csv?${query}`)).text();

type Desk = BankDeskView & Problem;
const takeIn = async (who: Client, csv?: string): Promise<NonNullable<BankDeskView["imported"]>> => {
  const { status, body } = await who.post<Desk>("/api/staff/bank/statements", {
    accountId: account,
    csv: csv ?? (await statement()),
  });
  if (status !== 200 || !body.imported) throw new Error(`import: ${status} ${JSON.stringify(body)}`);
  return body.imported;
};
const desk = async (who = wanjiru): Promise<BankDeskView> => (await who.get<BankDeskView>("/api/staff/bank")).body;
const lineFor = async (narrative: string, who = wanjiru) =>
  until(`a line ${narrative}`, async () => {
    const { open, waiting } = await desk(who);
    return [...open, ...waiting].find((line) => line.narrative.includes(narrative));
  });
const judge = (who: Client, path: string, body: object = {}): Promise<Reply<Desk>> =>
  who.post<Desk>(`/api/staff/bank/${path}`, body);

const statusOf = (orderId: string) => shop.one<string>("SELECT payment_status FROM orders WHERE id = ?", [orderId]);
const messages = async (orderId: string) =>
  (
    await shop.rows<{ template: string }>("SELECT template FROM outbox WHERE order_id = ? ORDER BY created_at, rowid", [
      orderId,
    ])
  ).map(({ template }) => template);
const problemOf = ({ status, body }: Reply<Desk | (TransferView & Problem)>) => [status, body.type?.split("/").at(-1)];

/** A slip as an app makes it. */
let slips = 0;
const picture = (): Buffer =>
  slipPicture({
    id: `S${++slips}`,
    currency: "KES",
    amount: slips,
    reference: "R",
    payer: "P",
    bankRef: `B${slips}`,
    at: "2026-11-21T09:00:00Z",
  });
async function send(
  { guest, token }: { guest: Client; token: string },
  bytes: Uint8Array,
  fields: Record<string, string> = {},
  name = "slip.png",
): Promise<Reply<TransferView & Problem>> {
  const form = new FormData();
  form.set("file", new File([new Uint8Array(bytes)], name));
  for (const [field, value] of Object.entries(fields)) form.set(field, value);
  return guest.send("POST", `/api/orders/${token}/proofs`, { rawBody: form });
}
const proofOf = async ({ number }: { number: string }, who = wanjiru) =>
  until("a slip on the desk", async () => (await desk(who)).proofs.find(({ order }) => order.number === number));
const typed = (changes: object = {}) => ({
  accountId: account,
  bookedOn: new Date().toISOString().slice(0, 10),
  bankRef: `HAND${++nth}`,
  ...changes,
});

describe("a payer", () => {
  test("is told the account, exactly how much, the reference and until when; the mail says the same", async () => {
    const { view, number, orderId } = await buy();

    expect(view).toMatchObject({
      state: "awaiting",
      number,
      reference: `${number}-1`,
      account: { bankName: "Simba Demo Bank", accountNumber: "0120450178900", accountName: "Duka Ltd" },
      deadline: { timeZone: "Africa/Nairobi" },
      upload: { allowed: true, left: 5 },
      receivedMinor: 0,
      proofs: [],
    });
    const days = ((view.deadline?.at ?? 0) - Date.now()) / 86_400_000;
    expect(days).toBeGreaterThan(2.9);
    expect(days).toBeLessThan(6.1); // three on which banks work
    expect(await shop.one("SELECT status FROM payments WHERE order_id = ?", [orderId])).toBe("submitted");
    const mail = await until("the mail", async () => {
      const { messages } = await shop.control<{ messages: { text: string }[] }>(
        `messages?to=payer${nth}@example.co.ke`,
      );
      return messages.find(({ text }) => text.includes(number));
    });
    for (const part of [`${number}-1`, "0120450178900", "Simba Demo Bank", "never changes by mail"])
      expect(mail.text).toContain(part);
  });

  test("keeps the account that was shown when the attempt was made, though the shop's account changes", async () => {
    const before = await buy();
    await shop.db.client.execute(
      "INSERT INTO bank_accounts (id, created_at, currency, bank_name, account_name, account_number) VALUES ('bac_new', 9999999999999, 'KES', 'Another Bank', 'Duka Ltd', '999')",
    );

    expect((await transferOf(before.guest, before.token)).account?.accountNumber).toBe("0120450178900");
    expect((await buy()).view.account?.accountNumber).toBe("999");

    await shop.db.client.execute("UPDATE bank_accounts SET is_active = 0 WHERE id = 'bac_new'");
  });

  test("with another link, a forged one or an order without a transfer finds nothing", async () => {
    const { token } = await buy();
    const cash = await shop
      .client()
      .buy([{ variantId: variants[0] ?? "", quantity: 1 }], { method: "on-delivery", email: "cash@example.co.ke" });
    for (const bent of [
      `${token.slice(0, -1)}${token.endsWith("0") ? 1 : 0}`,
      token.split(".")[0] ?? "",
      cash.token,
      "nothing",
    ]) {
      expect((await shop.client().get(`/api/orders/${bent}/bank`)).status).toBe(404);
      expect((await send({ guest: shop.client(), token: bent }, picture())).status).toBe(404);
    }
  });
});

describe("a statement", () => {
  test("pays an order whose reference and amount it has, once, however often it is taken in", async () => {
    const { view, orderId, guest, token, number } = await buy();
    const { line } = await transfer({ amount: view.amountMinor, reference: view.reference, payer: "Jane Wanjiku" });

    expect(await takeIn(wanjiru)).toMatchObject({ credits: 1, added: 1, known: 0, booked: 1, waiting: 0, open: 0 });
    expect(await statusOf(orderId)).toBe("paid");
    expect(await takeIn(brian)).toMatchObject({ added: 0, booked: 0 });
    expect(await takeIn(wanjiru, await statement(`currency=KES&day=${line.at.slice(0, 10)}`))).toMatchObject({
      added: 0,
      booked: 0,
    });

    expect(
      await shop.rows(
        "SELECT gateway, provider_ref, amount_minor FROM ledger WHERE order_id = ? AND kind = 'capture'",
        [orderId],
      ),
    ).toEqual([
      { gateway: "bank-transfer", provider_ref: `0120450178900/${line.bankRef}`, amount_minor: view.amountMinor },
    ]);
    expect(await transferOf(guest, token)).toMatchObject({
      state: "paid",
      receivedMinor: view.amountMinor,
      deadline: null,
    });
    expect(await messages(orderId)).toEqual(["placed", "paid"]);
    const order = await wanjiru.get<{ timeline: { title: string; by: string }[] }>(`/api/staff/orders/${orderId}`);
    expect(order.body.timeline[0]).toMatchObject({ title: expect.stringMatching(/^Paid KES/), by: "Wanjiru Kamau" });
    expect(number).toBe(view.number);
  });

  test("that overlaps one taken in before adds only what is new; lines without a bank reference too", async () => {
    const [one, two] = [await buy(), await buy()];
    await transfer({ amount: one.view.amountMinor, reference: one.view.reference, bankRef: null });
    await takeIn(wanjiru);
    await transfer({ amount: two.view.amountMinor, reference: two.view.reference, bankRef: null });
    await transfer({ amount: 77_700, reference: "gift", bankRef: null, narrative: "no name" });

    expect(await takeIn(wanjiru)).toMatchObject({ added: 2, booked: 1 });
    expect(await takeIn(wanjiru)).toMatchObject({ added: 0, booked: 0 });

    expect([await statusOf(one.orderId), await statusOf(two.orderId)]).toEqual(["paid", "paid"]);
    const gift = await lineFor("NO NAME");
    expect((await judge(brian, `lines/${gift.id}/set-aside`, { reason: "Interest" })).status).toBe(200);
  });

  test("may have the reference as banks and people write it", async () => {
    const { view, orderId, number } = await buy();
    const bent = number.replaceAll("0", "O").replaceAll("1", "l").toLowerCase();
    await transfer({
      amount: view.amountMinor,
      reference: "",
      narrative: `mps ${bent.slice(0, 3)} ${bent.slice(3)} / jane`,
    });

    expect(await takeIn(wanjiru)).toMatchObject({ booked: 1 });
    expect(await statusOf(orderId)).toBe("paid");
  });

  test("with less than is due asks for the rest under the next reference, and the rest pays the order", async () => {
    const { view, orderId, guest, token, number } = await buy();
    const part = Math.floor(view.amountMinor / 300) * 100;
    await transfer({ amount: part, reference: view.reference });
    expect(await takeIn(wanjiru)).toMatchObject({ added: 1, booked: 0 });
    const line = await lineFor(number);
    expect(line.suggestions).toMatchObject([{ why: "reference", order: { number } }]);
    expect(line.flags.map(({ kind }) => kind)).toContain("amount-differs");

    expect((await judge(wanjiru, `lines/${line.id}/match`, { orderNumber: number })).status).toBe(200);

    expect(await statusOf(orderId)).toBe("part-paid");
    const rest = await transferOf(guest, token);
    expect(rest).toMatchObject({
      state: "awaiting",
      amountMinor: view.amountMinor - part,
      reference: `${number}-3`,
      receivedMinor: part,
    });
    expect(await messages(orderId)).toContain("transfer-short");
    await transfer({ amount: rest.amountMinor, reference: rest.reference });
    expect(await takeIn(wanjiru)).toMatchObject({ booked: 1 });
    expect(await statusOf(orderId)).toBe("paid");
    expect(
      await shop.rows("SELECT ordinal, status, amount_minor FROM payments WHERE order_id = ? ORDER BY ordinal", [
        orderId,
      ]),
    ).toEqual([
      { ordinal: 1, status: "withdrawn", amount_minor: view.amountMinor },
      { ordinal: 2, status: "captured", amount_minor: part },
      { ordinal: 3, status: "captured", amount_minor: view.amountMinor - part },
    ]);
  });

  test("leaves a rest with cents to ways that know cents", async () => {
    const { view, orderId, guest, token, number } = await buy();
    await transfer({ amount: view.amountMinor - 2_750, reference: view.reference });
    await takeIn(wanjiru);
    await judge(wanjiru, `lines/${(await lineFor(number)).id}/match`, { orderNumber: number });
    expect(await statusOf(orderId)).toBe("part-paid");

    const { methods } = (await guest.get<{ methods: { code: string }[] }>(`/api/orders/${token}/payment`)).body;
    const asked = await guest.post(
      `/api/orders/${token}/payments`,
      { paymentMethod: "mpesa", paymentPhone: "+254712345678" },
      { "Idempotency-Key": crypto.randomUUID() },
    );

    expect(methods.map(({ code }) => code).sort()).toEqual(["bank-transfer", "on-delivery", "stripe"]);
    expect([asked.status, (asked.body as Problem).type?.split("/").at(-1)]).toEqual([409, "method-unavailable"]);
  });

  test("with more than is due is booked when somebody says whose it is, with a task for the difference", async () => {
    const { view, orderId, number } = await buy();
    await transfer({ amount: view.amountMinor + 50_000, reference: view.reference });
    expect(await takeIn(wanjiru)).toMatchObject({ added: 1, booked: 0 });

    await judge(brian, `lines/${(await lineFor(number)).id}/match`, { orderNumber: `${number}-1` });

    expect(await statusOf(orderId)).toBe("overpaid");
    expect(
      await shop.one(
        "SELECT amount_minor FROM staff_tasks WHERE kind = 'refund-excess' AND subject = ? AND state = 'open'",
        [orderId],
      ),
    ).toBe(50_000);
  });

  test("with the whole sum though another way has paid meanwhile is booked by itself, and its task gives it back", async () => {
    const { view, orderId, guest, token } = await buy();
    const key = () => ({ "Idempotency-Key": crypto.randomUUID() });
    expect((await guest.post(`/api/orders/${token}/payments`, { paymentMethod: "on-delivery" }, key())).status).toBe(
      201,
    );
    await wanjiru.post(`/api/staff/orders/${orderId}/receipts`, { amountMinor: view.amountMinor }, key());
    expect(await statusOf(orderId)).toBe("paid");
    await transfer({ amount: view.amountMinor, reference: view.reference });

    expect(await takeIn(wanjiru)).toMatchObject({ added: 1, booked: 1 });

    expect(await statusOf(orderId)).toBe("overpaid");
    expect(
      await shop.one(
        "SELECT amount_minor FROM staff_tasks WHERE kind = 'refund-excess' AND subject = ? AND state = 'open'",
        [orderId],
      ),
    ).toBe(view.amountMinor);
    await transfer({ amount: view.amountMinor, reference: view.reference }); // and once more: whose idea was that?
    expect(await takeIn(wanjiru)).toMatchObject({ added: 1, booked: 0 });
  });

  test("with money that is late takes the order up again", async () => {
    const { view, orderId } = await buy();
    await shop.db.client.execute({ sql: "UPDATE holds SET ends_at = 1 WHERE order_id = ?", args: [orderId] });
    await shop.round();
    await shop.round();
    expect(await shop.one("SELECT order_status FROM orders WHERE id = ?", [orderId])).toBe("cancelled");
    await transfer({ amount: view.amountMinor, reference: view.reference });

    expect(await takeIn(wanjiru)).toMatchObject({ booked: 1 });

    expect(await statusOf(orderId)).toBe("paid");
    expect(await shop.one("SELECT order_status FROM orders WHERE id = ?", [orderId])).toBe("placed");
  });

  test("with a part that is late leaves the order cancelled, with a task; the rest takes it up again", async () => {
    const { view, orderId, number } = await buy();
    await shop.db.client.execute({ sql: "UPDATE holds SET ends_at = 1 WHERE order_id = ?", args: [orderId] });
    await shop.round();
    await shop.round();
    const open = () =>
      shop.one("SELECT count(*) FROM staff_tasks WHERE kind = 'refund-cancelled' AND subject = ? AND state = 'open'", [
        orderId,
      ]);
    await transfer({ amount: 10_000, reference: view.reference });
    await takeIn(wanjiru);
    await judge(wanjiru, `lines/${(await lineFor(number)).id}/match`, { orderNumber: number });
    expect([await statusOf(orderId), await open()]).toEqual(["part-paid", 1]);
    expect(await shop.one("SELECT count(*) FROM payments WHERE order_id = ? AND status = 'submitted'", [orderId])).toBe(
      0,
    );

    await transfer({ amount: view.amountMinor - 10_000, reference: number });
    await takeIn(wanjiru);

    expect([await statusOf(orderId), await open()]).toEqual(["paid", 0]);
    expect(await shop.one("SELECT order_status FROM orders WHERE id = ?", [orderId])).toBe("placed");
  });

  test("with a wrong reference books nothing by itself, and suggests who waits for just that much", async () => {
    const { view, orderId, number } = await buy(1, { name: "Nyambura Zawadi" });
    await transfer({ amount: view.amountMinor, reference: "RENT NOVEMBER", payer: "ZAWADI N" });
    expect(await takeIn(wanjiru)).toMatchObject({ added: 1, booked: 0 });
    const line = await lineFor("RENT NOVEMBER");
    expect(line.suggestions[0]).toMatchObject({ why: "amount-and-name", order: { number } });

    expect(problemOf(await judge(wanjiru, `lines/${line.id}/match`, { orderNumber: "ZZZZZZZ" }))).toEqual([
      422,
      "validation-failed",
    ]);
    expect(
      (await judge(wanjiru, `lines/${line.id}/match`, { orderNumber: number.toLowerCase(), note: "Called her" }))
        .status,
    ).toBe(200);

    expect(await statusOf(orderId)).toBe("paid");
  });

  test("in which a bank uses a reference twice loses no money", async () => {
    const [one, two] = [await buy(), await buy()];
    await transfer({ amount: one.view.amountMinor, reference: one.view.reference, bankRef: "TWICE1" });
    await transfer({ amount: two.view.amountMinor + 100, reference: two.view.reference, bankRef: "TWICE1" });

    expect(await takeIn(wanjiru)).toMatchObject({ added: 2, booked: 1 });
    expect(await takeIn(wanjiru)).toMatchObject({ added: 0, booked: 0 });

    const line = await lineFor(two.number);
    expect(line.note).toMatch(/TWICE1 twice/);
    await judge(brian, `lines/${line.id}/match`, { orderNumber: two.number });
    expect([await statusOf(one.orderId), await statusOf(two.orderId)]).toEqual(["paid", "overpaid"]);
  });

  test("that cannot be read whole is refused whole, naming the line", async () => {
    const before = await shop.one("SELECT count(*) FROM bank_lines");
    const csv = (await statement()).trimEnd().split("\r\n");
    const bent = [...csv, csv.at(-1)?.replace(/"[\d,.]+"$/, '"much"')].join("\r\n");

    const refused = await judge(wanjiru, "statements", { accountId: account, csv: bent });

    expect(problemOf(refused)).toEqual([422, "file-refused"]);
    expect(refused.body).toMatchObject({ line: csv.length + 1, errors: [{ pointer: "/csv" }] });
    const dollars = await shop.one<string>("SELECT id FROM bank_accounts WHERE currency = 'USD'");
    expect((await judge(wanjiru, "statements", { accountId: dollars, csv: csv.join("\r\n") })).status).toBe(422);
    expect(await shop.one("SELECT count(*) FROM bank_lines")).toBe(before);
  });

  test("line in dollars pays no order in shillings", async () => {
    const { number, orderId } = await buy();
    const dollars = await shop.one<string>("SELECT id FROM bank_accounts WHERE currency = 'USD'");
    await shop.control("act", {
      provider: "bank",
      action: "transfer",
      amount: 2_000,
      currency: "USD",
      reference: number,
    });
    const { body } = await judge(wanjiru, "statements", { accountId: dollars, csv: await statement("currency=USD") });
    expect(body.imported).toMatchObject({ added: 1, booked: 0 });
    const line = await lineFor(number);

    expect(problemOf(await judge(wanjiru, `lines/${line.id}/match`, { orderNumber: number }))).toEqual([
      422,
      "validation-failed",
    ]);
    expect(await statusOf(orderId)).toBe("unpaid");
    await judge(wanjiru, `lines/${line.id}/set-aside`, { reason: "Sent back" });
  });
});

describe("money that fits no order", () => {
  test("is kept as unallocated when staff say so, and matching it later allocates it", async () => {
    const { view, orderId, number } = await buy();
    await transfer({ amount: view.amountMinor - 100, reference: "HARAMBEE" });
    await takeIn(wanjiru);
    const line = await lineFor("HARAMBEE");
    const state = () => shop.one("SELECT state FROM unallocated WHERE reference LIKE '%HARAMBEE%'");

    expect((await judge(wanjiru, `lines/${line.id}/unallocated`)).status).toBe(200);
    expect(await state()).toBe("open");
    expect((await lineFor("HARAMBEE")).flags.map(({ kind }) => kind)).toContain("unallocated");
    expect(problemOf(await judge(wanjiru, `lines/${line.id}/set-aside`, { reason: "Not ours" }))).toEqual([
      409,
      "transition-not-allowed",
    ]);

    await judge(wanjiru, `lines/${line.id}/match`, { orderNumber: number });
    expect([await state(), await statusOf(orderId)]).toEqual(["allocated", "part-paid"]);
  });

  test("is laid aside and taken up again", async () => {
    await transfer({ amount: 12_300, reference: "INTEREST" });
    await takeIn(wanjiru);
    const line = await lineFor("INTEREST");

    const aside = await judge(wanjiru, `lines/${line.id}/set-aside`, { reason: "Interest" });
    expect(aside.body.open.some(({ id }) => id === line.id)).toBe(false);
    expect(await takeIn(wanjiru)).toMatchObject({ added: 0 });
    const again = await judge(brian, `lines/${line.id}/reopen`, { reason: "Perhaps not" });
    expect(again.body.open.find(({ id }) => id === line.id)).toMatchObject({ note: "Perhaps not" });
    expect((await judge(brian, `lines/${line.id}/set-aside`, { reason: "Interest after all" })).status).toBe(200);
  });
});

describe("money that was sent back", () => {
  const returned = (id: string) =>
    wanjiru.post<UnallocatedView>(`/api/staff/unallocated/${id}/return`, { reference: `BACK ${++nth}` });
  /** A transfer that is kept as unallocated. */
  async function strayTransfer(amount: number, reference: string) {
    const { line: sent } = await transfer({ amount, reference });
    await takeIn(wanjiru);
    const line = await lineFor(reference);
    await judge(wanjiru, `lines/${line.id}/unallocated`);
    const id = await shop.one<string>("SELECT id FROM unallocated WHERE reference = ?", [line.narrative]);
    return { line, id, bankRef: sent.bankRef };
  }
  const slipOf = async (bought: Bought) => {
    await send(bought, picture());
    return proofOf(bought);
  };
  const captures = (orderId: string) =>
    shop.one("SELECT count(*) FROM ledger WHERE order_id = ? AND kind = 'capture'", [orderId]);

  test("pays nothing, neither by a slip, nor by a match, nor by an import; its line is laid aside", async () => {
    const bought = await buy();
    const { line, id, bankRef } = await strayTransfer(bought.view.amountMinor, "LOST AND FOUND");
    const asked = await returned(id);
    const agreed = await brian.post<HumanEndView>(`/api/staff/human-ends/${asked.body.waiting?.id}/approval`, {});
    expect(agreed.body).toMatchObject({ kind: "returned", state: "done" });

    expect((await desk()).open.some((one) => one.id === line.id)).toBe(false);
    const proof = await slipOf(bought);
    const approval = typed({ amountMinor: bought.view.amountMinor, bankRef });
    for (const refused of [
      await judge(wanjiru, `proofs/${proof.id}/approve`, approval),
      await judge(wanjiru, `lines/${line.id}/match`, { orderNumber: bought.number }),
      await judge(wanjiru, `lines/${line.id}/reopen`, { reason: "Perhaps theirs" }),
    ])
      expect(problemOf(refused)).toEqual([409, "already-recorded"]);

    // One that was sent back by an earlier release is open still, and an import sees that it names the order.
    await shop.db.client.execute({
      sql: "UPDATE bank_lines SET state = 'open', note = '', matched_by = NULL WHERE id = ?",
      args: [line.id],
    });
    await shop.db.client.execute({
      sql: "UPDATE bank_lines SET narrative = ? WHERE id = ?",
      args: [`TRF ${bought.view.reference}`, line.id],
    });
    expect(await takeIn(wanjiru)).toMatchObject({ booked: 0, waiting: 0 });
    expect((await lineFor(bought.view.reference)).flags.map(({ detail }) => detail).join()).toContain("was sent back");
    expect(problemOf(await judge(wanjiru, `proofs/${proof.id}/approve`, approval))).toEqual([409, "already-recorded"]);
    expect([await captures(bought.orderId), await statusOf(bought.orderId)]).toEqual([0, "unpaid"]);
    await judge(wanjiru, `lines/${line.id}/set-aside`, { reason: "It was sent back" });
  });

  test("or is said to have been pays nothing while a second person has not decided, and pays when they say no", async () => {
    const bought = await buy();
    const { line, id } = await strayTransfer(bought.view.amountMinor, "ON ITS WAY");
    const asked = await returned(id);
    const match = () => judge(brian, `lines/${line.id}/match`, { orderNumber: bought.number });

    expect(problemOf(await match())).toEqual([409, "already-recorded"]);
    expect(await captures(bought.orderId)).toBe(0);

    await brian.post(`/api/staff/human-ends/${asked.body.waiting?.id}/refusal`, { reason: "It never left" });
    expect((await match()).status).toBe(200);
    expect(await statusOf(bought.orderId)).toBe("paid");
  });

  test("of a large amount does not wait for a second person to match it, and its line waits no more", async () => {
    const bought = await buy();
    const { line, id } = await strayTransfer(LARGE, "LARGE AND LOST");
    const match = () => judge(wanjiru, `lines/${line.id}/match`, { orderNumber: bought.number });
    expect((await match()).body.waiting.map((one) => one.id)).toContain(line.id);

    const asked = await returned(id);
    const approved = await judge(brian, `lines/${line.id}/approve`);
    expect(problemOf(approved)).toEqual([409, "already-recorded"]);
    await judge(brian, `lines/${line.id}/reopen`, { reason: "It goes back" });
    expect(problemOf(await match())).toEqual([409, "already-recorded"]);
    await brian.post(`/api/staff/human-ends/${asked.body.waiting?.id}/approval`, {});

    expect(await shop.one("SELECT state FROM bank_lines WHERE id = ?", [line.id])).toBe("set-aside");
    expect(await captures(bought.orderId)).toBe(0);
  });
});

describe("two people", () => {
  const large = async (): Promise<Bought> => {
    const price = await shop.one("SELECT amount_minor FROM prices WHERE variant_id = ? AND currency = 'KES'", [
      variants[(nth + 1) % variants.length] ?? "",
    ]);
    return buy(Math.ceil(LARGE / price));
  };

  test("agree to a large amount: who matched it may not approve it, and another may", async () => {
    const { view, orderId, number } = await large();
    await transfer({ amount: view.amountMinor, reference: "NO REFERENCE AT ALL" });
    await takeIn(wanjiru);
    const line = await lineFor("NO REFERENCE");
    const matched = await judge(wanjiru, `lines/${line.id}/match`, { orderNumber: number });
    expect(matched.body.waiting.find(({ id }) => id === line.id)).toMatchObject({
      mayApprove: false,
      matchedBy: "Wanjiru Kamau",
    });
    expect(await statusOf(orderId)).toBe("unpaid");
    expect(
      await shop.one(
        "SELECT count(*) FROM staff_tasks WHERE kind = 'second-person' AND subject = ? AND state = 'open'",
        [line.id],
      ),
    ).toBe(1);

    expect(problemOf(await judge(wanjiru, `lines/${line.id}/approve`))).toEqual([403, "own-approval"]);
    expect((await lineFor("NO REFERENCE", brian)).mayApprove).toBe(true);
    expect((await judge(brian, `lines/${line.id}/approve`)).status).toBe(200);
    expect((await judge(brian, `lines/${line.id}/approve`)).status).toBe(200); // the same press again

    expect(await statusOf(orderId)).toBe("paid");
    expect(
      await shop.one(
        "SELECT count(*) FROM staff_tasks WHERE kind = 'second-person' AND subject = ? AND state = 'open'",
        [line.id],
      ),
    ).toBe(0);
  });

  test("agree at an import too: the importer is the first of them", async () => {
    const { view, orderId } = await large();
    await transfer({ amount: view.amountMinor, reference: view.reference });
    expect(await takeIn(brian)).toMatchObject({ booked: 0, waiting: 1 });
    const line = await lineFor(view.number);

    expect(problemOf(await judge(brian, `lines/${line.id}/approve`))).toEqual([403, "own-approval"]);
    expect((await judge(wanjiru, `lines/${line.id}/approve`)).status).toBe(200);
    expect(await statusOf(orderId)).toBe("paid");
  });

  test("are not asked for while one alone may: there would be nobody", async () => {
    const { view, orderId } = await large();
    await shop.db.client.execute(
      "UPDATE users SET status = 'disabled' WHERE email IN ('brian@duka.example', 'achieng@duka.example')",
    );
    await transfer({ amount: view.amountMinor, reference: view.reference });

    expect(await takeIn(wanjiru)).toMatchObject({ booked: 1 });
    expect((await desk()).twoPeopleFrom).toBeNull();

    await shop.db.client.execute(
      "UPDATE users SET status = 'active' WHERE email IN ('brian@duka.example', 'achieng@duka.example')",
    );
    expect(await statusOf(orderId)).toBe("paid");
  });

  test("a second person who says no puts the line back, and no import books it again", async () => {
    const { view, orderId } = await large();
    await transfer({ amount: view.amountMinor, reference: view.reference });
    await takeIn(brian);
    const line = await lineFor(view.number);

    const back = await judge(wanjiru, `lines/${line.id}/reopen`, { reason: "The payer says it is for another order" });
    expect(back.body.open.some(({ id }) => id === line.id)).toBe(true);
    expect(await takeIn(wanjiru)).toMatchObject({ booked: 0, waiting: 0 });
    expect(await statusOf(orderId)).toBe("unpaid");
  });

  test("one's own order waits for somebody else, whoever imports it, matches it or has its slip", async () => {
    const own = await buy(1, { email: "brian@duka.example", name: "Brian Kiptoo" });
    await send(own, picture());
    const proof = await proofOf(own, brian);
    expect(proof.flags.map(({ kind }) => kind)).toContain("own-order");
    expect(
      problemOf(await judge(brian, `proofs/${proof.id}/approve`, typed({ amountMinor: own.view.amountMinor }))),
    ).toEqual([403, "own-order"]);
    await transfer({ amount: own.view.amountMinor, reference: own.view.reference });

    expect(await takeIn(brian)).toMatchObject({ booked: 0, waiting: 1 });

    const line = await lineFor(own.number, brian);
    expect(line.mayApprove).toBe(false);
    for (const [path, body] of [
      ["approve", {}],
      ["match", { orderNumber: own.number }],
    ] as const)
      expect((await judge(brian, `lines/${line.id}/${path}`, body)).status).toBe(403);
    expect(await statusOf(own.orderId)).toBe("unpaid");
    expect((await judge(wanjiru, `lines/${line.id}/approve`)).status).toBe(200);
    expect(await statusOf(own.orderId)).toBe("paid");
    expect(await shop.one("SELECT state FROM bank_proofs WHERE id = ?", [proof.id])).toBe("accepted");
  });

  test("at once on one line for two orders: one wins, the other is told", async () => {
    const [one, two] = [await buy(), await buy()];
    await transfer({ amount: one.view.amountMinor, reference: "AT ONCE" });
    await takeIn(wanjiru);
    const { id } = await lineFor("AT ONCE");

    const answers = await Promise.all([
      judge(wanjiru, `lines/${id}/match`, { orderNumber: one.number }),
      judge(brian, `lines/${id}/match`, { orderNumber: two.number }),
    ]);

    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(
      await shop.one("SELECT count(*) FROM ledger WHERE kind = 'capture' AND order_id IN (?, ?)", [
        one.orderId,
        two.orderId,
      ]),
    ).toBe(1);
  });

  test("at once on one slip: one wins, the other is told, and the money is booked once", async () => {
    const bought = await buy();
    await send(bought, picture());
    const { id } = await proofOf(bought);
    const body = typed({ amountMinor: bought.view.amountMinor });

    const answers = await Promise.all([
      judge(wanjiru, `proofs/${id}/approve`, body),
      judge(brian, `proofs/${id}/approve`, { ...body, bankRef: "ANOTHER1" }),
    ]);

    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(await statusOf(bought.orderId)).toBe("paid");
  });
});

describe("a slip", () => {
  test("is kept, shown to staff, and keeps the goods longer, once; the money is typed from the statement", async () => {
    const bought = await buy();
    const until = (await transferOf(bought.guest, bought.token)).deadline?.at ?? 0;

    const sent = await send(bought, picture(), {
      amount: "1,450",
      reference: "ft26/77",
      payer: "Jane W",
      note: "Sent at noon",
    });

    expect(sent.status).toBe(201);
    expect(sent.body).toMatchObject({
      state: "checking",
      upload: { left: 4 },
      proofs: [{ name: "slip.png", state: "submitted" }],
    });
    const longer = sent.body.deadline?.at ?? 0;
    expect(longer - until).toBeGreaterThanOrEqual(2 * 86_400_000);
    expect((await send(bought, picture())).body.deadline?.at).toBe(longer);
    const proof = await proofOf(bought);
    expect(proof).toMatchObject({
      claimed: { amountMinor: 145_000, reference: "FT2677", payer: "Jane W", note: "Sent at noon" },
      attempt: { reference: bought.view.reference },
      file: { mime: "image/png", isPicture: true },
      review: null,
    });
    expect(await messages(bought.orderId)).toEqual(["placed", "proof-received", "proof-received"]);

    const approved = await judge(
      wanjiru,
      `proofs/${proof.id}/approve`,
      typed({ amountMinor: bought.view.amountMinor, bankRef: "FT26-77" }),
    );

    expect(approved.status).toBe(200);
    expect(approved.body.proofs.some(({ order }) => order.number === bought.number)).toBe(false);
    expect(await statusOf(bought.orderId)).toBe("paid");
    expect((await transferOf(bought.guest, bought.token)).proofs.map(({ state }) => state).sort()).toEqual([
      "accepted",
      "superseded",
    ]);
    const again = await judge(
      wanjiru,
      `proofs/${proof.id}/approve`,
      typed({ amountMinor: bought.view.amountMinor, bankRef: "FT26-77" }),
    );
    expect(again.status).toBe(200); // the same press again
    const { timeline } = (await bought.guest.get<{ timeline: { kind: string }[] }>(`/api/orders/${bought.token}`)).body;
    expect(timeline.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(["proof-sent", "proof-accepted", "captured"]),
    );
    expect(
      await shop.one("SELECT count(*) FROM staff_tasks WHERE kind = 'proof' AND order_id = ? AND state = 'open'", [
        bought.orderId,
      ]),
    ).toBe(0);
  });

  test("without money pays nothing, and one that is refused says why; at most five are taken", async () => {
    const bought = await buy();
    for (let n = 0; n < 4; n++) expect((await send(bought, picture())).status).toBe(201);
    const { id } = await proofOf(bought);

    const refused = await judge(brian, `proofs/${id}/reject`, { reason: "The reference is not on our statement." });

    expect(refused.status).toBe(200);
    expect(
      (await judge(brian, `proofs/${id}/reject`, { reason: "The reference is not on our statement." })).status,
    ).toBe(200);
    expect(problemOf(await judge(wanjiru, `proofs/${id}/reject`, { reason: "No." }))).toEqual([
      409,
      "already-recorded",
    ]);
    const view = await transferOf(bought.guest, bought.token);
    expect(view.proofs.find((one) => one.id === id)).toMatchObject({
      state: "rejected",
      reason: "The reference is not on our statement.",
    });
    expect(await statusOf(bought.orderId)).toBe("unpaid");
    expect(await messages(bought.orderId)).toContain("proof-rejected");
    expect((await send(bought, picture())).body.upload).toMatchObject({ allowed: false, left: 0 });
    expect(problemOf(await send(bought, picture()))).toEqual([422, "file-refused"]);
  });

  test("open on one screen is not judged from another, until it has been left there", async () => {
    const bought = await buy();
    await send(bought, picture());
    const { id } = await proofOf(bought);

    expect(
      (await judge(wanjiru, `proofs/${id}/review`)).body.proofs.find((one) => one.id === id)?.review,
    ).toMatchObject({ isMine: true });
    expect((await desk(brian)).proofs.find((one) => one.id === id)?.review).toMatchObject({
      by: "Wanjiru Kamau",
      isMine: false,
    });
    for (const [path, body] of [
      ["review", {}],
      ["reject", { reason: "No money." }],
      ["approve", typed({ amountMinor: bought.view.amountMinor })],
    ] as const)
      expect(problemOf(await judge(brian, `proofs/${id}/${path}`, body))).toEqual([409, "in-use"]);

    await shop.db.client.execute({ sql: "UPDATE bank_proofs SET review_until = 1 WHERE id = ?", args: [id] });
    expect((await judge(brian, `proofs/${id}/reject`, { reason: "No money." })).status).toBe(200);
  });

  test("approved under a reference that paid another order, or with an amount the statement does not have, pays nothing", async () => {
    const [one, two] = [await buy(), await buy()];
    await transfer({ amount: one.view.amountMinor, reference: one.view.reference, bankRef: "ONCE9" });
    await takeIn(wanjiru);
    await transfer({ amount: two.view.amountMinor, reference: "nobody", bankRef: "SEEN9" });
    await takeIn(wanjiru);
    await send(two, picture());
    const { id } = await proofOf(two);
    const approve = (changes: object) =>
      judge(wanjiru, `proofs/${id}/approve`, typed({ amountMinor: two.view.amountMinor, ...changes }));

    expect(problemOf(await approve({ bankRef: "once-9", amountMinor: one.view.amountMinor }))).toEqual([
      409,
      "already-recorded",
    ]);
    expect(problemOf(await approve({ bankRef: "SEEN9", amountMinor: two.view.amountMinor + 100 }))).toEqual([
      422,
      "validation-failed",
    ]);
    expect(problemOf(await approve({ bookedOn: "2999-01-01" }))).toEqual([422, "validation-failed"]);
    const dollars = await shop.one<string>("SELECT id FROM bank_accounts WHERE currency = 'USD'");
    expect(problemOf(await approve({ accountId: dollars }))).toEqual([422, "validation-failed"]);
    expect(await statusOf(two.orderId)).toBe("unpaid");

    expect((await approve({ bankRef: "seen 9" })).status).toBe(200); // the imported line itself
    expect(await statusOf(two.orderId)).toBe("paid");
    expect(
      await shop.one(
        "SELECT count(*) FROM bank_lines WHERE bank_ref = 'SEEN9' AND source = 'csv' AND state = 'booked'",
      ),
    ).toBe(1);
    await transfer({ amount: 100, reference: "typed before it came", bankRef: "LATER9" });
    expect(await takeIn(wanjiru)).toMatchObject({ added: 1, booked: 0 });
  });

  test("whose line comes with a statement later is not paid twice", async () => {
    const bought = await buy();
    await send(bought, picture());
    const { id } = await proofOf(bought);
    await transfer({ amount: bought.view.amountMinor, reference: bought.view.reference, bankRef: "TYPED7" });

    await judge(brian, `proofs/${id}/approve`, typed({ amountMinor: bought.view.amountMinor, bankRef: "TYPED7" }));
    expect(await takeIn(wanjiru)).toMatchObject({ added: 0, booked: 0 });
    expect(await statusOf(bought.orderId)).toBe("paid");
  });

  test("seen on another order is flagged: the same file, a copy of it, the same bank reference, another amount", async () => {
    const [one, two, three] = [await buy(), await buy(), await buy()];
    const file = picture();
    await send(one, file, { reference: "DOUBLE1" });
    await send(two, file, { amount: "1" });
    await send(three, await sharp(file).resize(300).png().toBuffer(), { reference: "double-1" });

    const kinds = async (bought: Bought) => (await proofOf(bought)).flags.map(({ kind }) => kind);
    expect(await kinds(two)).toEqual(expect.arrayContaining(["same-file", "amount-differs"]));
    expect(await kinds(three)).toEqual(expect.arrayContaining(["similar-picture", "same-reference"]));
    const before = await shop.one("SELECT count(*) FROM bank_proofs");
    expect((await send(two, file)).status).toBe(201);
    expect(await shop.one("SELECT count(*) FROM bank_proofs")).toBe(before); // the same file again changes nothing
  });

  test("is refused when it is no picture and no PDF, too large, or no form at all; whatever its name says", async () => {
    const bought = await buy();
    const refused: [string, Uint8Array][] = [
      ["slip.png", Buffer.from("<svg xmlns='http://www.w3.org/2000/svg'/>")],
      ["slip.jpg", Buffer.from("<!doctype html><script>alert(1)</script>")],
      ["slip.pdf", Buffer.from("PK\u0003\u0004 word/document.xml")],
      ["slip.png", picture().subarray(0, 900)],
      ["slip.png", new Uint8Array(8_000_001)],
    ];
    for (const [name, bytes] of refused)
      expect([name, ...problemOf(await send(bought, bytes, {}, name))]).toEqual([name, 422, "file-refused"]);
    const tooLarge = send(bought, new Uint8Array(9_000_000)).then(({ status }) => status);
    expect(await tooLarge.catch(() => 413)).toBe(413); // or the line is cut while the rest is still on its way
    expect((await send(bought, picture(), { amount: "lots" })).body.errors?.[0]?.pointer).toBe("/amount");
    const path = `/api/orders/${bought.token}/proofs`;
    expect((await bought.guest.post(path, { file: "x" })).status).toBe(415);
    expect(
      (await bought.guest.send("POST", path, { rawBody: "x", headers: { "Content-Type": "multipart/form-data" } }))
        .status,
    ).toBe(400);
    const without = new FormData();
    without.set("note", "no file");
    expect((await bought.guest.send("POST", path, { rawBody: without })).status).toBe(422);
    expect(await shop.one("SELECT count(*) FROM bank_proofs WHERE order_id = ?", [bought.orderId])).toBe(0);
  });

  test("of an order that needs no transfer any more is not taken", async () => {
    const { view, ...bought } = await buy();
    await transfer({ amount: view.amountMinor, reference: view.reference });
    await takeIn(wanjiru);
    expect(problemOf(await send(bought, picture()))).toEqual([409, "transition-not-allowed"]);
  });

  test("is read by those who may, as a download, and each reading is written down before; it lies encrypted", async () => {
    const bought = await buy();
    const pdf = await fetch(`${shop.simulatorsUrl}${(await transfer({ amount: 100, reference: "pdf slip" })).slipPdf}`);
    const bytes = Buffer.from(await pdf.arrayBuffer());
    await send(bought, bytes, {}, "../slip “1”.pdf");
    const { id, file } = await proofOf(bought);

    const answer = await wanjiru.raw(`${file.url}?inline`);

    expect(answer.status).toBe(200);
    expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      "content-type": "application/pdf",
      "content-disposition": "attachment; filename*=UTF-8''slip%201.pdf", // a PDF is never shown on a page
      "cache-control": "private, no-store",
      "x-content-type-options": "nosniff",
      "content-security-policy": "default-src 'none'; sandbox",
    });
    expect(
      await shop.rows(
        "SELECT u.email FROM document_reads r JOIN users u ON u.id = r.reader_id WHERE r.document_id = ?",
        [id],
      ),
    ).toEqual([{ email: "wanjiru@duka.example" }]);
    for (const [who, status] of [
      [shop.client(), 401],
      [await shop.staff("zawadi@duka.example"), 403],
      [await shop.staff("amina@example.co.ke"), 403],
    ] as const)
      expect((await who.raw(file.url)).status).toBe(status);
    expect((await wanjiru.raw("/api/staff/documents/prf_none")).status).toBe(404);
    expect(await shop.one("SELECT reads_logged FROM audit_documents WHERE doc_id = ?", [id])).toBe(1);
    expect(
      await shop.one("SELECT document_key LIKE '%_%' FROM billing_profiles WHERE email = ?", [
        `payer${nth}@example.co.ke`,
      ]),
    ).toBe(1);
  });

  test("that is a picture may be shown on a page, without what the camera wrote; without its owner's key it is gone", async () => {
    const bought = await buy();
    const taken = await sharp(picture())
      .withExif({ IFD0: { ImageDescription: "Nyumbani kwa Jane" } })
      .jpeg()
      .toBuffer();
    await send(bought, taken, {}, "IMG_1.HEIC.jpg");
    const { id, file } = await proofOf(bought);

    const answer = await wanjiru.raw(`${file.url}?inline`);

    expect(answer.headers.get("content-disposition")).toMatch(/^inline/);
    expect(answer.headers.get("content-type")).toBe("image/jpeg");
    const shown = Buffer.from(await answer.arrayBuffer());
    expect(shown.includes("Nyumbani")).toBe(false);
    expect((await sharp(shown).raw().toBuffer()).equals(await sharp(taken).raw().toBuffer())).toBe(true);

    await shop.db.client.execute({
      sql: "UPDATE billing_profiles SET document_key = NULL WHERE id = (SELECT billing_profile_id FROM orders WHERE id = ?)",
      args: [bought.orderId],
    });
    expect((await wanjiru.raw(file.url)).status).toBe(404);
    expect(await shop.one("SELECT count(*) FROM document_reads WHERE document_id = ?", [id])).toBe(2);
  });
});
