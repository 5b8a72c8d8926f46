import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { atomically } from "#db/atomically";
import type { PlacedView } from "#domain/checkout/schema";
import type { UnallocatedView } from "#domain/payments/money-schema";
import { MPESA } from "#tests/simulators/credentials";
import type { Client } from "#tests/support/client";
import { demoSecret } from "#tests/support/demo-secrets";
import { Shop, until } from "#tests/support/shop";
import { makeToken } from "#worker/tokens";
import { applicationId } from "#worker/webhooks/application";
import { newPhone, Phone, seen } from "./desk.ts";

let shop: Shop;
let phone: Phone;
let staff: Client;
let variants: string[];
beforeAll(async () => {
  shop = await Shop.open({ planScale: 0.01, vars: { MPESA_C2B: "on" } });
  phone = new Phone(shop);
  staff = await shop.staff();
  variants = await shop.variants(15, 12);
  expect((await register(staff)).status).toBe(200);
});
afterAll(() => shop.close());
/** Every test leaves books that balance. */
afterEach(async () => {
  await shop.control("faults", undefined, "DELETE");
  await settings({ c2bConfirmations: "between", externalValidation: false, c2bUrlsOnce: false, resultDelayMs: 200 });
  expect(await shop.audit()).toEqual([]);
});

const register = (who: Client, shortCode: string = MPESA.shortcode) =>
  who.post<{ c2b: string; pull: string; sentence: string }>("/api/staff/mpesa/registration", { shortCode });
const settings = (changes: object) => shop.control("auto", { provider: "mpesa", settings: changes });
const line = (at = 0, quantity = 1) => [{ variantId: variants[at] ?? "", quantity }];
const captures = (orderId: string) =>
  shop.rows<{ provider_ref: string; amount_minor: number; receipt: string; status: string }>(
    "SELECT l.provider_ref, l.amount_minor, p.receipt, p.status FROM ledger l JOIN payments p ON p.id = l.attempt_id WHERE l.order_id = ? AND l.kind = 'capture' ORDER BY l.recorded_at, l.rowid",
    [orderId],
  );
const totalOf = (orderId: string) => shop.one<number>("SELECT total_minor FROM orders WHERE id = ?", [orderId]);
const stray = () =>
  shop.rows<{ provider_ref: string; amount_minor: number; reference: string; state: string }>(
    "SELECT provider_ref, amount_minor, reference, state FROM unallocated ORDER BY rowid",
  );
const tasks = (kind: string) => shop.openTasks(kind);

/** A guest whose order waits for a prompt on a phone of their own. */
async function prompted(at = 0): Promise<PlacedView & { guest: Client; line: string; totalMinor: number }> {
  const guest = shop.client();
  const own = newPhone();
  const placed = await guest.buy(line(at), { phone: own });
  await phone.prompt(own);
  await until("the shop knows the prompt's name", () =>
    shop.one("SELECT count(*) FROM payments WHERE order_id = ? AND provider_reference IS NOT NULL", [placed.orderId]),
  );
  return { ...placed, guest, line: own, totalMinor: await totalOf(placed.orderId) };
}

interface Paid {
  readonly receipt: string;
  readonly state: string;
  readonly rejection: string | null;
}
/** Somebody types the paybill's number. Answers when the shop has been told. */
const payByHand = async (reference: string, amountMinor: number, from = "+254799000111"): Promise<Paid> =>
  (
    await shop.control<{ payment: Paid }>("act", {
      provider: "mpesa",
      action: "pay-by-hand",
      reference,
      amountShillings: amountMinor / 100,
      phone: from,
      wait: true,
    })
  ).payment;

/** Rounds until it holds. */
const rounds = <T>(what: string, look: () => Promise<T | null | undefined | false>): Promise<T> =>
  until(
    what,
    async () => {
      await shop.round();
      return look();
    },
    20_000,
    200,
  );
const outcomeOf = (receipt: string) =>
  shop.one<string | null>("SELECT outcome FROM webhook_inbox WHERE event_key = ?", [`c2b:${receipt}`]);

const secret = demoSecret("CALLBACK_SECRET");
const application = makeToken(secret, "application", applicationId({ code: "mpesa", account: MPESA.shortcode }));
const post = (path: string, body: string) =>
  fetch(`${shop.url}/webhooks/mk/${path}`, { method: "POST", headers: { "Content-Type": "application/json" }, body });

describe("registering", () => {
  test("says what M-Pesa said; where addresses are taken once, the second time is told from the first", async () => {
    await settings({ c2bUrlsOnce: true });

    const again = await register(staff);

    expect(again.status).toBe(200);
    expect(again.body).toMatchObject({ c2b: "already-registered", pull: "off" });
    expect(again.body.sentence).toMatch(/already/);
  });

  test("is for staff alone, who say for which short code", async () => {
    expect((await register(staff, "600984")).status).toBe(422);
    expect((await register(shop.client())).status).toBe(401);
  });
});

describe("before somebody pays by hand", () => {
  const ask = async (changes: object) => {
    const body = {
      TransactionType: "Pay Bill",
      TransID: "UKK41H6RN2",
      TransTime: "20261120093042",
      TransAmount: "10.00",
      BusinessShortCode: MPESA.shortcode,
      BillRefNumber: "NOBODYS",
      MSISDN: "2547 ***** 678",
      FirstName: "AMINA",
      ...changes,
    };
    const answer = await post(`${application}/validation`, JSON.stringify(body));
    return { status: answer.status, code: ((await answer.json()) as { ResultCode: string }).ResultCode };
  };

  test("what is due may be paid, in any spelling of the number; all else is refused by its code", async () => {
    const { number, totalMinor } = await prompted();
    const shillings = totalMinor / 100;
    const spelled = `${number.slice(0, 3).toLowerCase()} ${number.slice(3)}`;

    expect(await ask({ BillRefNumber: spelled, TransAmount: `${shillings}.00` })).toEqual({ status: 200, code: "0" });
    expect(await ask({ BillRefNumber: `${number}-1`, TransAmount: `${shillings}.00` })).toEqual({
      status: 200,
      code: "0",
    });
    expect(await ask({ BillRefNumber: number, TransAmount: "1.00" })).toEqual({ status: 200, code: "0" });
    expect(await ask({ BillRefNumber: number, TransAmount: `${shillings + 1}.00` })).toMatchObject({
      code: "C2B00013",
    });
    expect(await ask({ BillRefNumber: number, TransAmount: "1.50" })).toMatchObject({ code: "C2B00013" });
    expect(await ask({})).toEqual({ status: 200, code: "C2B00012" });
    expect(await ask({ BusinessShortCode: "600984" })).toEqual({ status: 200, code: "C2B00015" });
  });

  test.each(["", "{", "[]", '{"TransID":17}', `{"TransID":"${"A".repeat(500)}"}`])(
    "the body %j is refused in words",
    async (body) => {
      const answer = await post(`${application}/validation`, body);
      expect(answer.status).toBe(200);
      expect(await answer.json()).toMatchObject({ ResultCode: "C2B00016" });
    },
  );

  test("M-Pesa takes no money that we refuse", async () => {
    await settings({ externalValidation: true });
    const { number, totalMinor } = await prompted();

    expect(await payByHand("kettle", 100_000)).toMatchObject({ state: "failed", rejection: "C2B00012" });
    expect(await payByHand(number, totalMinor + 100)).toMatchObject({ state: "failed", rejection: "C2B00013" });
    expect(await payByHand(number, totalMinor)).toMatchObject({ state: "paid" });
  });

  test("an address nobody gave is no address", async () => {
    expect((await post(`${application.slice(0, -1)}0/validation`, "{}")).status).toBe(404);
    expect((await post(`${application}/anything`, "{}")).status).toBe(404);
  });
});

describe("a prompt that is paid is confirmed twice, and is one capture", () => {
  test.each(["before", "between", "after"])("confirmation %s the callback and the query", async (c2bConfirmations) => {
    await settings({ c2bConfirmations });
    const { guest, token, orderId, line, totalMinor } = await prompted();
    await phone.decide(line, "approve");
    await seen(guest, token, "paid");

    const booked = await until("the receipt is there", async () => {
      const rows = await captures(orderId);
      return rows[0]?.receipt ? rows : null;
    });
    const [{ receipt } = { receipt: "" }] = booked;
    await rounds("the confirmation is done with", async () => (await outcomeOf(receipt)) !== null);

    expect(booked).toEqual([
      { provider_ref: expect.stringMatching(/^ws_CO_/), amount_minor: totalMinor, receipt, status: "captured" },
    ]);
    expect(await captures(orderId)).toHaveLength(1);
    expect((await stray()).filter((one) => one.provider_ref === receipt)).toEqual([]);
    expect(await shop.one("SELECT count(*) FROM inquiries WHERE subject = ?", [receipt])).toBe(0);
  });

  test("whose callback is lost gets its receipt from the confirmation", async () => {
    await phone.fault("callback", "drop", { kind: "stk" });
    await settings({ c2bConfirmations: "after" });
    const { orderId, line, totalMinor } = await prompted();
    await phone.decide(line, "approve");
    await shop.db.client.execute("UPDATE payments SET next_look_at = 1 WHERE status = 'submitted'");

    await rounds("paid with its receipt", async () => (await captures(orderId))[0]?.receipt);

    expect(await captures(orderId)).toEqual([
      {
        provider_ref: expect.stringMatching(/^ws_CO_/),
        amount_minor: totalMinor,
        receipt: expect.any(String),
        status: "captured",
      },
    ]);
  });

  test("whose own name was lost with the answer is booked under its receipt, once M-Pesa was asked", async () => {
    await phone.fault("create", "timeout-after-effect", { ms: 7_000 });
    await phone.fault("callback", "drop", { kind: "stk" });
    const guest = shop.client();
    const own = newPhone();
    const { orderId, token } = await guest.buy(line(1), { phone: own });
    await phone.decide(own, "approve");
    await until(
      "nobody knows",
      () => shop.one("SELECT count(*) FROM payments WHERE order_id = ? AND status = 'unknown'", [orderId]),
      15_000,
    );

    const [booked] = await rounds("booked", async () => {
      const rows = await captures(orderId);
      return rows.length > 0 ? rows : null;
    });

    expect(booked).toMatchObject({ provider_ref: booked?.receipt, status: "captured" });
    expect((await guest.payment(token)).state).toBe("paid");
    expect(await captures(orderId)).toHaveLength(1);
  }, 60_000);
});

describe("a payment by hand", () => {
  test("by the order's number pays it, once M-Pesa itself says so; the prompt that was out is superseded", async () => {
    const { guest, token, orderId, number, totalMinor, line } = await prompted(2);

    const { receipt } = await payByHand(number.toLowerCase(), totalMinor);

    await seen(guest, token, "paid");
    expect(await captures(orderId)).toEqual([
      { provider_ref: receipt, amount_minor: totalMinor, receipt, status: "captured" },
    ]);
    expect(
      await shop.rows(
        "SELECT ordinal, status, superseded_at IS NOT NULL AS superseded FROM payments WHERE order_id = ? ORDER BY ordinal",
        [orderId],
      ),
    ).toEqual([
      { ordinal: 1, status: "submitted", superseded: 1 },
      { ordinal: 2, status: "captured", superseded: 0 },
    ]);

    // The prompt is paid all the same: two payments, and what is too much has one task.
    await phone.decide(line, "approve");
    await until("both are booked", async () => (await captures(orderId)).length === 2);
    await rounds("the excess has its task", async () =>
      (await tasks("refund-excess")).some((one) => one.subject === orderId),
    );
    const excess = (await tasks("refund-excess")).filter((one) => one.subject === orderId);
    expect(excess).toMatchObject([{ amount_minor: totalMinor }]);
  });

  test("of a part is kept as a part, and the rest may be paid as well", async () => {
    const { guest, token, orderId, number, totalMinor } = await prompted(3);
    await payByHand(number, 100);
    await seen(guest, token, "part-paid");

    await payByHand(number, totalMinor - 100);

    await seen(guest, token, "paid");
    expect((await captures(orderId)).map((one) => one.amount_minor)).toEqual([100, totalMinor - 100]);
  });

  test("with the prompt's own reference, after the prompt was paid, is a second payment: one task for what is too much", async () => {
    const { guest, token, orderId, number, totalMinor, line } = await prompted(4);
    await phone.decide(line, "approve");
    await seen(guest, token, "paid");
    await until("its receipt", async () => (await captures(orderId))[0]?.receipt);

    const { receipt } = await payByHand(`${number}-1`, totalMinor);
    await payByHand(`${number}1`, 100);

    await until("all are booked", async () => (await captures(orderId)).length === 3);
    expect((await captures(orderId)).map((one) => one.provider_ref)).toContain(receipt);
    await until("the excess", async () =>
      (await tasks("refund-excess")).some((one) => one.amount_minor === totalMinor + 100),
    );
    expect((await tasks("refund-excess")).filter((one) => one.subject === orderId)).toHaveLength(1);
  });

  test("with the reference of a prompt that failed pays the order", async () => {
    const { guest, token, orderId, number, totalMinor, line } = await prompted(5);
    await phone.decide(line, "cancel");
    await seen(guest, token, "failed");

    const { receipt } = await payByHand(`${number}-1`, totalMinor);

    await seen(guest, token, "paid");
    expect(await captures(orderId)).toMatchObject([{ provider_ref: receipt }]);
  });

  test("that names no order waits for a person, and is not booked", async () => {
    const before = await shop.one("SELECT count(*) FROM ledger");
    const { receipt } = await payByHand("school fees", 123_400);

    const kept = await until("it is kept", async () => (await stray()).find((one) => one.provider_ref === receipt));

    expect(kept).toEqual({ provider_ref: receipt, amount_minor: 123_400, reference: "school fees", state: "open" });
    expect(await tasks("unallocated")).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ amount_minor: 123_400, detail: expect.stringContaining(receipt) }),
      ]),
    );
    expect(await shop.one("SELECT count(*) FROM ledger")).toBe(before);
    expect(await shop.one("SELECT payer FROM unallocated WHERE provider_ref = ?", [receipt])).toBe(
      "254799···111 WANJIKU",
    );
  });

  test("is asked about again when the answer is lost", async () => {
    await phone.fault("status", "queue-timeout");
    const { guest, token, orderId, number, totalMinor } = await prompted(6);

    const { receipt } = await payByHand(number, totalMinor);
    await rounds("it was asked twice", () => shop.one("SELECT tries >= 2 FROM inquiries WHERE subject = ?", [receipt]));

    await seen(guest, token, "paid");
    expect(await captures(orderId)).toHaveLength(1);
  });

  test("is booked when the answer comes before the answer to our own call", async () => {
    await settings({ resultDelayMs: 0 });
    await phone.fault("status", "slow", { ms: 1_000 });
    const { guest, token, orderId, number, totalMinor } = await prompted(7);

    await payByHand(number, totalMinor);

    await rounds("paid", async () => (await guest.payment(token)).state === "paid");
    expect(await captures(orderId)).toHaveLength(1);
  });

  test("that was let go is taken up again by money that comes later", async () => {
    const { guest, token, orderId, number, totalMinor, line } = await prompted(8);
    await phone.decide(line, "cancel");
    await seen(guest, token, "failed");
    await phone.holdEnded(orderId);
    await rounds("cancelled", async () => (await guest.payment(token)).state === "cancelled");
    await payByHand(number, 100);
    await until("a part of it is to go back", async () =>
      (await tasks("refund-cancelled")).some((one) => one.subject === orderId),
    );

    await payByHand(number, totalMinor - 100);

    await seen(guest, token, "paid");
    expect((await tasks("refund-cancelled")).filter((one) => one.subject === orderId)).toEqual([]);
  });
});

describe("a confirmation proves nothing", () => {
  const confirmation = (changes: object) =>
    JSON.stringify({
      TransactionType: "Pay Bill",
      TransID: "UKK9Z9Z9Z9",
      TransTime: "20261120093042",
      TransAmount: "10.00",
      BusinessShortCode: MPESA.shortcode,
      BillRefNumber: "X",
      MSISDN: "2547 ***** 678",
      FirstName: "AMINA",
      ...changes,
    });

  test("of money that never came books nothing, however often it is told", async () => {
    const { orderId, number, totalMinor } = await prompted(9);
    const body = confirmation({ BillRefNumber: number, TransAmount: `${totalMinor / 100}.00` });

    for (let times = 0; times < 3; times++) {
      const answer = await post(`${application}/confirmation`, body);
      expect(answer.status).toBe(200);
      expect(await answer.json()).toEqual({ ResultCode: 0, ResultDesc: "Success" });
    }
    await until("M-Pesa has denied it", () =>
      shop.one("SELECT count(*) FROM inquiries WHERE subject = 'UKK9Z9Z9Z9' AND outcome = 'no-such-receipt'"),
    );

    expect(await captures(orderId)).toEqual([]);
    expect(await shop.one("SELECT count(*) FROM webhook_inbox WHERE event_key = 'c2b:UKK9Z9Z9Z9'")).toBe(1);
  });

  test("at its plan's end a person hears of it", async () => {
    await shop.db.client.execute("UPDATE inquiries SET created_at = 1, next_at = 1 WHERE subject = 'UKK9Z9Z9Z9'");

    await shop.round();

    expect(await shop.one("SELECT state FROM inquiries WHERE subject = 'UKK9Z9Z9Z9'")).toBe("given-up");
    expect((await tasks("unexplained")).map((one) => one.subject)).toContain("mpesa/UKK9Z9Z9Z9");
  });

  test("of another paybill is kept and changes nothing", async () => {
    const answer = await post(
      `${application}/confirmation`,
      confirmation({ TransID: "UKK8Z9Z9Z9", BusinessShortCode: "600984" }),
    );

    expect(answer.status).toBe(200);
    expect(await shop.one("SELECT outcome FROM webhook_inbox WHERE body LIKE '%UKK8Z9Z9Z9%'")).toBe("other-account");
    expect(await shop.one("SELECT count(*) FROM inquiries WHERE subject = 'UKK8Z9Z9Z9'")).toBe(0);
  });

  test("that is none is kept and refused", async () => {
    expect((await post(`${application}/confirmation`, "<html>")).status).toBe(400);
    expect((await post(`${application.slice(0, -2)}00/confirmation`, confirmation({}))).status).toBe(404);
  });

  test("an answer that bears another question's name is refused, and books nothing", async () => {
    const { orderId, number, totalMinor } = await prompted(10);
    await settings({ resultDelayMs: 60_000 });
    const { receipt } = await payByHand(number, totalMinor);
    const row = await until(
      "it is asked",
      async () =>
        (
          await shop.rows<{ id: string; conversation_id: string }>(
            "SELECT id, conversation_id FROM inquiries WHERE subject = ? AND conversation_id IS NOT NULL",
            [receipt],
          )
        )[0],
    );
    const address = `${makeToken(secret, "inquiry", row.id)}/result`;
    const said = (ConversationID: string) =>
      JSON.stringify({
        Result: {
          ResultType: 0,
          ResultCode: 0,
          ResultDesc: "The service request is processed successfully.",
          OriginatorConversationID: "1-1-1",
          ConversationID,
          TransactionID: "UKK0000000",
          ResultParameters: {
            ResultParameter: [
              { Key: "ReceiptNo", Value: receipt },
              { Key: "TransactionStatus", Value: "Completed" },
              { Key: "Amount", Value: totalMinor / 100 },
              { Key: "FinalisedTime", Value: 20261120093042 },
              { Key: "DebitPartyName", Value: "254799000111 - WANJIKU" },
              { Key: "CreditPartyName", Value: `${MPESA.shortcode} - DUKA LTD` },
            ],
          },
        },
      });
    await shop.db.client.execute({
      sql: "UPDATE inquiries SET updated_at = updated_at - 60000 WHERE id = ?",
      args: [row.id],
    });

    expect((await post(address, said("AG_20261120_forged"))).status).toBe(404);
    expect((await post(`${makeToken(secret, "refund", row.id)}/result`, said(row.conversation_id))).status).toBe(404);
    expect(await captures(orderId)).toEqual([]);

    expect((await post(address, said(row.conversation_id))).status).toBe(200);
    await until("booked", async () => (await captures(orderId)).length === 1);
    await until("paid", () => shop.one("SELECT payment_status = 'paid' FROM orders WHERE id = ?", [orderId]));
  });
});

describe("a receipt that somebody types", () => {
  const typed = (client: Client, token: string, code: string) =>
    client.post<{ status: string; sentence: string }>(`/api/orders/${token}/receipts`, { code });

  test("of money from the order's own phone pays the order, whatever was typed as the account", async () => {
    const { guest, token, orderId, totalMinor, line } = await prompted(11);
    await phone.decide(line, "cancel");
    await seen(guest, token, "failed");
    const { receipt } = await payByHand("amina", totalMinor, line);
    await until("it is kept", async () => (await stray()).find((one) => one.provider_ref === receipt));

    const answer = await typed(guest, token, receipt.toLowerCase());

    expect(answer.status).toBe(202);
    expect(answer.body.status).toBe("checking");
    await seen(guest, token, "paid");
    expect(await captures(orderId)).toMatchObject([{ provider_ref: receipt, amount_minor: totalMinor }]);
    expect((await stray()).find((one) => one.provider_ref === receipt)?.state).toBe("allocated");
  });

  test("of money that somebody says was sent back changes nothing until a second person has decided", async () => {
    const { guest, token, orderId, totalMinor, line } = await prompted(5);
    await phone.decide(line, "cancel");
    await seen(guest, token, "failed");
    const { receipt } = await payByHand("sent back", totalMinor, line);
    await until("it is kept", async () => (await stray()).find((one) => one.provider_ref === receipt));
    const id = await shop.one<string>("SELECT id FROM unallocated WHERE provider_ref = ?", [receipt]);
    const asked = await staff.post<UnallocatedView>(`/api/staff/unallocated/${id}/return`, { reference: "REV 1" });

    expect((await typed(guest, token, receipt)).status).toBe(202);
    await until("the task names the order", async () =>
      (await tasks("unallocated")).some((one) => one.order_id === orderId),
    );
    await shop.round();
    expect(await captures(orderId)).toEqual([]);

    const brian = await shop.staff("brian@duka.example");
    const agreed = await brian.post(`/api/staff/human-ends/${asked.body.waiting?.id}/approval`, {});
    expect(agreed).toMatchObject({ status: 201, body: { kind: "returned", state: "done" } });
  });

  test("of somebody else's money is answered alike, books nothing, and a person sees whose it was said to be", async () => {
    const { guest, token, orderId, totalMinor } = await prompted(0);
    const { receipt } = await payByHand("rent", totalMinor, "+254799000222");
    await until("it is kept", async () => (await stray()).find((one) => one.provider_ref === receipt));

    const answer = await typed(guest, token, receipt);

    expect(answer).toMatchObject({ status: 202, body: { status: "checking" } });
    await until("the task names the order", async () =>
      (await tasks("unallocated")).some((one) => one.order_id === orderId),
    );
    expect(await captures(orderId)).toEqual([]);
  });

  test("that another order was paid with is answered alike, and changes nothing", async () => {
    const [{ receipt } = { receipt: "" }] = await shop.rows<{ receipt: string }>(
      "SELECT receipt FROM payments WHERE receipt IS NOT NULL LIMIT 1",
    );
    const { guest, token, orderId } = await prompted(1);

    expect((await typed(guest, token, receipt)).status).toBe(202);

    await new Promise((resolve) => setTimeout(resolve, 500)); // what the answer set going is over
    expect(await captures(orderId)).toEqual([]);
    expect(await shop.one("SELECT count(*) FROM inquiries WHERE subject LIKE ?", [`${receipt}@%`])).toBe(0);
  });

  test("of a prompt that is paid but lacks its receipt is that prompt's", async () => {
    await phone.fault("callback", "drop", { kind: "stk" });
    await settings({ c2bConfirmations: "none" });
    const { guest, token, orderId, line } = await prompted(2);
    await phone.decide(line, "approve");
    await shop.db.client.execute("UPDATE payments SET next_look_at = 1 WHERE status = 'submitted'");
    await rounds("paid", async () => (await guest.payment(token)).state === "paid");
    const { payments } = await shop.control<{ payments: { receipt: string }[] }>(
      `payments?provider=mpesa&phone=${line.slice(1)}`,
    );
    const receipt = payments[0]?.receipt ?? "";

    await typed(guest, token, receipt);

    await until("attached", async () => (await captures(orderId))[0]?.receipt === receipt);
    expect(await captures(orderId)).toHaveLength(1);
  });

  test("is ten letters and digits, and not guessed for long", async () => {
    const { guest, token } = await prompted(3);
    const bad = await typed(guest, token, "1234");
    expect(bad).toMatchObject({ status: 422, body: { errors: [{ pointer: "/code" }] } });

    const statuses: number[] = [];
    for (let times = 0; times < 11; times++) statuses.push((await typed(guest, token, `UKKZZZZZ${10 + times}`)).status);
    expect(statuses).toEqual([...Array(10).fill(202), 429]);
    expect((await typed(shop.client(), `${token.slice(0, -1)}x`, "UKK41H6RN2")).status).toBe(404);
  });

  test("by staff, for an order, stands for the phone", async () => {
    const { guest, token, orderId, number, totalMinor } = await prompted(4);
    const { receipt } = await payByHand("till", totalMinor, "+254799000333");
    await until("it is kept", async () => (await stray()).find((one) => one.provider_ref === receipt));

    expect((await staff.post("/api/staff/mpesa/receipts", { code: receipt, order: number })).status).toBe(202);

    await seen(guest, token, "paid");
    expect(await captures(orderId)).toMatchObject([{ provider_ref: receipt }]);
    expect(
      await shop.rows(
        "SELECT e.actor, u.email FROM order_events e JOIN users u ON u.id = e.actor_id WHERE e.order_id = ? AND e.kind = 'captured'",
        [orderId],
      ),
    ).toEqual([{ actor: "staff", email: "wanjiru@duka.example" }]);
  });

  test("by staff is no word on an order of their own, nor on one that has become their own meanwhile", async () => {
    const own = await shop.client().buy(line(6), { phone: newPhone(), email: "wanjiru@duka.example" });
    const total = await totalOf(own.orderId);
    const { receipt } = await payByHand("not hers", total, "+254799000444");
    await until("it is kept", async () => (await stray()).find((one) => one.provider_ref === receipt));
    const claim = { code: receipt, order: own.number };

    expect(await staff.post("/api/staff/mpesa/receipts", claim)).toMatchObject({
      status: 403,
      body: { type: expect.stringContaining("own-order") },
    });

    const later = await prompted(9);
    await settings({ resultDelayMs: 2_000 });
    expect((await staff.post("/api/staff/mpesa/receipts", { ...claim, order: later.number })).status).toBe(202);
    await shop.db.client.execute({
      sql: "UPDATE orders SET contact_email = 'wanjiru@duka.example' WHERE id = ?",
      args: [later.orderId],
    });
    await until("the task names the order", async () =>
      (await tasks("unallocated")).some((one) => one.order_id === later.orderId),
    );
    expect(await captures(later.orderId)).toEqual([]);
  });

  test("by staff does not overtake what waits for a second person", async () => {
    const [theirs, other] = [await prompted(7), await prompted(8)];
    const { receipt } = await payByHand("somebody", theirs.totalMinor, "+254799000555");
    await until("it is kept", async () => (await stray()).find((one) => one.provider_ref === receipt));
    const id = await shop.one<string>("SELECT id FROM unallocated WHERE provider_ref = ?", [receipt]);
    await atomically(shop.db, [
      {
        sql: "INSERT INTO human_ends (id, kind, subject, order_id, two_people, requested_by) SELECT ?, 'allocated', ?, ?, 1, id FROM users WHERE email = 'brian@duka.example'",
        args: [`end_${receipt}`, id, theirs.orderId],
      },
    ]);

    await staff.post("/api/staff/mpesa/receipts", { code: receipt, order: other.number });

    await until("the task names the order", async () =>
      (await tasks("unallocated")).some((one) => one.order_id === other.orderId),
    );
    expect(await captures(other.orderId)).toEqual([]);
    const brian = await shop.staff("brian@duka.example");
    expect((await brian.post(`/api/staff/human-ends/end_${receipt}/refusal`, { reason: "Not theirs" })).status).toBe(
      201,
    );
  });
});
