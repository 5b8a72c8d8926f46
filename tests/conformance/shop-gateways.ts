import { expect } from "vitest";
import type { BankDeskView } from "#domain/payments/bank-schema";
import type { GatewayCode } from "#domain/payments/names";
import { importStatement, transfer } from "#tests/support/bank";
import { until } from "#tests/support/shop";
import type { ShopHabits } from "./shop-habits.ts";
import type { Order, Till } from "./till.ts";

const approve = (till: Till, order: Order) => till.decide(order, "approve");
const five = <T>(act: () => Promise<T>): Promise<T[]> => Promise.all([1, 2, 3, 4, 5].map(act));
const again = (till: Till, order: Order): Promise<Order> => till.again(order);
const samePage = async (_till: Till, order: Order): Promise<Order> => order;

/** The payer chooses cash at the door, and pays there. */
async function chooseCash(till: Till, order: Order): Promise<Order> {
  await till.sentEarlier(order, 91_000); // a prompt cannot be recalled for a while
  const next = await till.again(order, "on-delivery");
  expect((await till.cash(next, order.totalMinor)).status).toBe(201);
  return next;
}

/** A first try is left behind, a second is called off, and the time is over. */
async function cancelAfterTwo(till: Till, order: Order): Promise<void> {
  await till.sentEarlier(order, 91_000);
  const second = await till.again(order);
  await till.decide(second, "cancel");
  if (till.habits.code === "khalti") await till.visit(till.backAddress(second));
  await till.says(second, "failed");
  await till.holdEnded(order);
}

async function failsOnThePhone(till: Till, order: Order): Promise<void> {
  await till.decide(order, "insufficient");
  await till.says(order, "failed");
}

/** Two looks go wrong before one is answered. */
async function twoLooksFail(till: Till, pay: () => Promise<unknown>): Promise<void> {
  await till.fault("query", "500", { times: 2 });
  await pay();
}
/** All reads are down while the payer pays. */
async function readsAreDown(till: Till, pay: () => Promise<unknown>): Promise<void> {
  await till.settings({ readsDown: true });
  await pay();
  await till.settings({ readsDown: false });
}

const NO_HURRY = "nobody is called when an order is placed";
const callsNobody = {
  reordered: NO_HURRY,
  untold: NO_HURRY,
  "lost-answer": NO_HURRY,
  mute: NO_HURRY,
  "cancel-address": "the payer never leaves the shop for a provider's page",
  "forged-return": "the payer never leaves the shop for a provider's page",
  foreign: "no address of ours takes messages about it",
  ill: NO_HURRY,
} as const;
const ONE_ATTEMPT =
  "an address of ours was made for one attempt or one application, and takes no other account's messages";

const mpesaBody = (reference: string | null, amountMinor: number, receipt = "UKK41H6RN2"): string =>
  JSON.stringify({
    Body: {
      stkCallback: {
        MerchantRequestID: "29115-34620561-1",
        CheckoutRequestID: reference,
        ResultCode: 0,
        ResultDesc: "The service request is processed successfully.",
        CallbackMetadata: {
          Item: [
            { Name: "Amount", Value: amountMinor / 100 },
            { Name: "MpesaReceiptNumber", Value: receipt },
          ],
        },
      },
    },
  });

const mpesa: ShopHabits = {
  code: "mpesa",
  market: "ke",
  kind: "physical",
  provider: "mpesa",
  path: "mk",
  which: ({ phone }) => ({ phone: phone ?? "" }),
  other: "on-delivery",
  cannot: {
    "cancel-address": "the payer never leaves the shop's page",
    "forged-return": "the payer never leaves the shop's page",
    foreign: ONE_ATTEMPT,
  },
  pay: approve,
  async payFiveTimes(till, order) {
    await till.fault("callback", "duplicate", { copies: 5, kind: "stk" });
    await approve(till, order);
  },
  moneyOf: async (_till, { reference }) => reference ?? "",
  decline: failsOnThePhone,
  retry: again,
  async forge(till, order) {
    const [payment] = await till.there(order);
    const ours = String(payment?.merchantRequestId);
    const genuine = mpesaBody(order.reference, order.totalMinor).replace("29115-34620561-1", ours);
    const address = till.callbackAddress(order);
    const taken = await till.post(address, genuine);
    expect(taken).toBe(200); // it makes us ask
    const others = [
      await till.post(address, mpesaBody(order.reference, order.totalMinor)),
      await till.post(address, mpesaBody("ws_CO_20112026093001123712345678", order.totalMinor)),
      await till.post(`${address}0`, genuine),
      await till.post(
        address.replace(/.$/, (last) => (last === "0" ? "1" : "0")),
        genuine,
      ),
    ];
    expect(others).toEqual([404, 404, 404, 404]);
    return [taken, ...others];
  },
  async wrongAmount(till, order) {
    await till.fault("callback", "wrong-amount", { by: 50, kind: "stk" });
    await approve(till, order);
    return { booked: [order.totalMinor], mismatches: 1 };
  },
  async swap(till, cheap, dear) {
    await approve(till, cheap);
    await till.says(cheap, "paid");
    const [payment] = await till.there(cheap);
    const theirs = mpesaBody(cheap.reference, dear.totalMinor, String(payment?.receipt));
    expect(await till.post(till.callbackAddress(dear), theirs)).toBe(404);
    return 0;
  },
  untold: { settings: { deliverCallbacks: false }, back: { deliverCallbacks: true } },
  mute: twoLooksFail,
  cancel: cancelAfterTwo,
  choose: chooseCash,
  late: "booked",
  sendings: 1,
  foreign: null,
};

const airtelAddress = async (till: Till): Promise<string> =>
  (await till.shop.control<{ settings: { callbackUrl: string } }>("auto?provider=airtel")).settings.callbackUrl;
const airtelBody = (id: string | null, airtel_money_id = "MP261120.0930.A00000"): string =>
  JSON.stringify({ transaction: { id, message: "Paid", status_code: "TS", airtel_money_id } });

const airtel: ShopHabits = {
  code: "airtel",
  market: "ke",
  kind: "physical",
  provider: "airtel",
  path: "am",
  which: ({ attemptId }) => ({ id: attemptId.replace("_", "") }),
  other: "on-delivery",
  cannot: {
    "wrong-amount": "Airtel's callback has no amount, and its enquiry speaks of our own request",
    "cancel-address": "the payer never leaves the shop's page",
    "forged-return": "the payer never leaves the shop's page",
    foreign: ONE_ATTEMPT,
  },
  pay: approve,
  async payFiveTimes(till, order) {
    await till.fault("callback", "duplicate", { copies: 5 });
    await approve(till, order);
  },
  moneyOf: async (till, order) => String((await till.there(order))[0]?.airtelMoneyId),
  decline: failsOnThePhone,
  retry: again,
  async forge(till, order) {
    const address = await airtelAddress(till);
    const taken = await till.post(address, airtelBody(order.reference));
    expect(taken).toBe(200); // it makes us ask
    const others = [
      await till.post(address, airtelBody(`pay${"0".repeat(32)}`)),
      await till.post(`${address}0`, airtelBody(order.reference)),
      await till.post(
        address.replace(/.$/, (last) => (last === "0" ? "1" : "0")),
        airtelBody(order.reference),
      ),
    ];
    expect(others).toEqual([404, 404, 404]);
    return [taken, ...others];
  },
  wrongAmount: null,
  async swap(till, cheap, dear) {
    await approve(till, cheap);
    const money = String((await till.there(cheap))[0]?.airtelMoneyId);
    expect(await till.post(await airtelAddress(till), airtelBody(dear.reference, money))).toBe(200);
    return 0;
  },
  untold: { settings: { deliverCallbacks: false }, back: { deliverCallbacks: true } },
  mute: twoLooksFail,
  cancel: cancelAfterTwo,
  choose: chooseCash,
  late: "booked",
  sendings: 1,
  foreign: null,
};

/** A message that only the provider, or somebody who knows its secret, could send. @returns the shop's status */
const send = async (till: Till, event: object): Promise<number> =>
  (await till.act<{ status: number }>("send-event", event)).status;

const sessionOf = ({ reference, attemptId, totalMinor }: Order, currency: string) => ({
  object: "checkout.session",
  id: reference,
  status: "complete",
  payment_status: "paid",
  amount_total: totalMinor,
  currency,
  livemode: false,
  client_reference_id: attemptId,
  metadata: { attempt_id: attemptId },
  payment_intent: "pi_3QnobodysMoney",
});

const stripe: ShopHabits = {
  code: "stripe",
  market: "ke",
  kind: "physical",
  provider: "stripe",
  path: "st",
  which: ({ attemptId }) => ({ reference: attemptId }),
  other: "on-delivery",
  cannot: {},
  pay: approve,
  async payFiveTimes(till, order) {
    await till.fault("callback", "duplicate", { copies: 5, kind: "checkout.session.completed" });
    const back = till.backAddress(order, `?session_id=${order.reference}`);
    await Promise.all([approve(till, order), five(() => till.visit(back))]);
    await five(() => till.visit(back));
  },
  moneyOf: async (till, order) => String((await till.there(order))[0]?.paymentIntent),
  decline: (till, order) => till.decide(order, "decline"),
  retry: samePage,
  async forge(till, order) {
    const type = "checkout.session.completed";
    const object = sessionOf(order, "kes");
    const statuses = [
      await send(till, { type, object, secret: "whsec_anothers" }),
      await send(till, { type, object, timestamp: Math.floor(Date.now() / 1_000) - 400 }),
      await till.post(
        "/webhooks/st",
        JSON.stringify({ id: "evt_1", type, livemode: false, created: 1, data: { object } }),
      ),
      await till.post("/webhooks/st", JSON.stringify({ type, data: { object } }), { "Stripe-Signature": "t=1,v1=00" }),
    ];
    expect(statuses).toEqual([400, 400, 400, 400]);
    expect(await till.visit(till.backAddress(order, `?session_id=${order.reference}`))).toBe(303);
    return statuses;
  },
  async wrongAmount(till, order) {
    await till.fault("callback", "wrong-amount", { by: 50, kind: "checkout.session.completed" });
    await approve(till, order);
    await until("the mismatch", () => till.mismatches(order));
    await till.says(order, "paid"); // asking tells the truth
    return { booked: [order.totalMinor], mismatches: 1 };
  },
  async swap(till, cheap, dear) {
    await approve(till, cheap);
    await till.visit(till.backAddress(dear, `?session_id=${cheap.reference}`));
    const { attemptId } = dear;
    const object = { ...sessionOf(cheap, "kes"), client_reference_id: attemptId, metadata: { attempt_id: attemptId } };
    const intent = (await till.there(cheap))[0]?.paymentIntent;
    expect(
      await send(till, { type: "checkout.session.completed", object: { ...object, payment_intent: intent } }),
    ).toBe(200);
    return 2; // a browser's claim of the dear sum, an event's of the cheap one
  },
  untold: { settings: { deliverWebhooks: false }, back: { deliverWebhooks: true } },
  mute: readsAreDown,
  cancel: (till, order) => till.holdEnded(order),
  choose: chooseCash,
  late: "nothing",
  sendings: 3,
  foreign: (till, order) =>
    send(till, { type: "checkout.session.completed", object: sessionOf(order, "kes"), account: "acct_another" }),
};

const captureOf = ({ reference, attemptId, totalMinor }: Order) => ({
  id: "3C679366HH908993F",
  status: "COMPLETED",
  amount: { value: (totalMinor / 100).toFixed(2), currency_code: "USD" },
  custom_id: attemptId,
  supplementary_data: { related_ids: { order_id: reference } },
});

/** The payer takes a card instead, on Stripe's page. */
async function chooseCard(till: Till, order: Order): Promise<Order> {
  const next = await till.again(order, "stripe");
  await till.shop.control("decide", { provider: "stripe", id: next.reference, decision: "approve", wait: true });
  await till.says(next, "paid");
  return next;
}

const paypal: ShopHabits = {
  code: "paypal",
  market: "world",
  kind: "digital",
  provider: "paypal",
  path: "pp",
  which: ({ attemptId }) => ({ reference: attemptId }),
  other: "stripe",
  cannot: {},
  pay: approve,
  async payFiveTimes(till, order) {
    await till.fault("callback", "duplicate", { copies: 5, kind: "CHECKOUT.ORDER.APPROVED" });
    await till.fault("callback", "duplicate", { copies: 5, kind: "PAYMENT.CAPTURE.COMPLETED" });
    const back = till.backAddress(order, `?token=${order.reference}`);
    await Promise.all([approve(till, order), five(() => till.visit(back))]);
    await five(() => till.visit(back));
  },
  async moneyOf(till, order) {
    const [line] = (await till.statement()).filter(
      ({ ourRef, kind }) => ourRef === order.attemptId && kind === "capture",
    );
    return line?.ref ?? "";
  },
  async decline(till, order) {
    await till.decide(order, "decline");
    await until("the decline is known", () => till.attempt<number>(order, "declines"));
  },
  retry: samePage,
  async forge(till, order) {
    const type = "PAYMENT.CAPTURE.COMPLETED";
    const object = captureOf(order);
    const statuses = [
      await send(till, { type, object, forged: true }),
      await send(till, { type, object, webhookId: "WH-ANOTHER-1" }),
      await send(till, { type, object, time: new Date(Date.now() - 5 * 86_400_000).toISOString() }),
      await send(till, { type, object, certUrl: "https://evil.example/v1/notifications/certs/CERT-1" }),
      await till.post("/webhooks/pp", JSON.stringify({ id: "WH-1", event_type: type, resource: object })),
    ];
    expect(statuses).toEqual([400, 400, 400, 400, 400]);
    expect(await till.visit(till.backAddress(order, `?token=${order.reference}&PayerID=X`))).toBe(303);
    return statuses;
  },
  async wrongAmount(till, order) {
    await till.fault("callback", "wrong-amount", { by: 50, kind: "PAYMENT.CAPTURE.COMPLETED" });
    await approve(till, order);
    return { booked: [order.totalMinor], mismatches: 1 };
  },
  async swap(till, cheap, dear) {
    await approve(till, cheap);
    await till.says(cheap, "paid");
    await till.visit(till.backAddress(dear, `?token=${cheap.reference}&PayerID=X`));
    const id = await till.bookedAs(cheap);
    const object = { ...captureOf(cheap), id, custom_id: dear.attemptId };
    expect(await send(till, { type: "PAYMENT.CAPTURE.COMPLETED", object })).toBe(200);
    return 2; // a browser's claim of the dear sum, an event's of the cheap one
  },
  untold: { settings: { deliverWebhooks: false }, back: { deliverWebhooks: true } },
  mute: readsAreDown,
  async cancel(till, order) {
    // A download holds nothing that could end: its order is let go for another cart.
    const quote = await order.guest.quote([{ variantId: till.variantId, quantity: 2 }], till.habits.market);
    const body = order.guest.orderBody(quote, {
      method: "stripe",
      delivery: "download",
      email: "another-cart@example.com",
    });
    expect((await order.guest.place(body)).status).toBe(201);
  },
  choose: chooseCard,
  late: "nothing",
  sendings: 3,
  foreign: (till, order) =>
    send(till, {
      type: "PAYMENT.CAPTURE.COMPLETED",
      object: { ...captureOf(order), payee: { merchant_id: "ANOTHERMERCH1" } },
    }),
};

/** All that Khalti puts on the address of a payment, with anything typed over it. */
async function khaltiQuery(till: Till, { reference }: Order, changes: object = {}): Promise<string> {
  const { url } = await till.act<{ url: string }>("return-url", { pidx: reference, changes });
  return new URL(url).search;
}
const comeBack = async (till: Till, order: Order): Promise<number> =>
  till.visit(till.backAddress(order, await khaltiQuery(till, order)));
async function payAtKhalti(till: Till, order: Order): Promise<void> {
  await approve(till, order);
  await comeBack(till, order);
}

const khalti: ShopHabits = {
  code: "khalti",
  market: "np",
  kind: "physical",
  provider: "khalti",
  path: "kh",
  which: ({ attemptId }) => ({ reference: attemptId }),
  other: "on-delivery",
  cannot: {
    reordered: "Khalti calls nobody: word of the money comes by asking",
    foreign: "Khalti calls nobody",
  },
  pay: payAtKhalti,
  async payFiveTimes(till, order) {
    await approve(till, order);
    await five(() => comeBack(till, order));
    await five(() => comeBack(till, order));
  },
  moneyOf: async (_till, { reference }) => reference ?? "",
  async decline(till, order) {
    await till.decide(order, "cancel");
    await comeBack(till, order);
    await till.says(order, "failed");
  },
  retry: again,
  async forge(till, order) {
    const paid = { status: "Completed", transaction_id: "GFq9PFS7b2iYvL8Lir9oXe", txnId: "GFq9PFS7b2iYvL8Lir9oXe" };
    const statuses = [
      await till.visit(till.backAddress(order, await khaltiQuery(till, order, paid))),
      await till.visit(
        till.backAddress(order, await khaltiQuery(till, order, { ...paid, pidx: "bZQLD9wRVWo4CdESSfuSsB" })),
      ),
      await till.visit(till.backAddress(order, "?pidx=&status=Completed")),
    ];
    expect(statuses).toEqual([303, 303, 303]); // a browser is always led on, and only makes us ask
    return statuses;
  },
  async wrongAmount(till, order) {
    await till.settings({ totalAmountOff: 100 });
    await approve(till, order);
    await till.settings({ totalAmountOff: 0 });
    await comeBack(till, order);
    return { booked: [], mismatches: 1 };
  },
  async swap(till, cheap, dear) {
    await payAtKhalti(till, cheap);
    const typed = { total_amount: String(dear.totalMinor), purchase_order_id: dear.attemptId };
    for (const changes of [typed, typed])
      await till.visit(till.backAddress(dear, await khaltiQuery(till, cheap, changes)));
    return 1; // the same claim twice
  },
  untold: { settings: {}, back: {} },
  mute: twoLooksFail,
  cancel: cancelAfterTwo,
  choose: chooseCash,
  late: "booked",
  sendings: 3,
  foreign: null,
};

/** Staff say of an open line of the statement whose it is. @returns the status */
async function match(till: Till, { number }: Order): Promise<number> {
  const { body: desk } = await till.staff.get<BankDeskView>("/api/staff/bank");
  const line = desk.open.find(({ narrative }) => narrative.replace(/\W/g, "").includes(number));
  if (!line) return 404;
  return (await till.staff.post(`/api/staff/bank/lines/${line.id}/match`, { orderNumber: number })).status;
}
const takeIn = (till: Till) => importStatement(till.shop, till.staff, "KES");
/** Sent, seen on the statement, and booked: at once where it is just what is due, else by somebody's word. */
async function byTransfer(till: Till, order: Order, amount = order.totalMinor): Promise<void> {
  const before = await till.booked(order);
  await transfer(till.shop, { amount, currency: "KES", reference: await till.attempt(order, "reference") });
  await takeIn(till);
  if ((await till.booked(order)).length === before.length) expect(await match(till, order)).toBe(200);
}
/** A slip of money that nobody sent. @returns the status of sending it to the shop */
async function sendSlip(till: Till, order: Order): Promise<number> {
  const { slip } = await till.act<{ slip: string }>("forge-slip", {
    amount: order.totalMinor,
    currency: "KES",
    reference: `${order.number}-1`,
  });
  const bytes = await (await fetch(`${till.shop.simulatorsUrl}${slip}`)).arrayBuffer();
  const form = new FormData();
  form.set("file", new File([bytes], "slip.png"));
  return (await order.guest.send("POST", `/api/orders/${order.token}/proofs`, { rawBody: form })).status;
}
const proofOf = (till: Till, { number }: Order) =>
  until("the slip is on the desk", async () => {
    const { body } = await till.staff.get<BankDeskView>("/api/staff/bank");
    return body.proofs.find(({ order }) => order.number === number);
  });

const bankTransfer: ShopHabits = {
  code: "bank-transfer",
  market: "ke",
  kind: "physical",
  provider: "bank",
  path: "bt",
  other: "on-delivery",
  cannot: callsNobody,
  pay: (till, order) => byTransfer(till, order),
  async payFiveTimes(till, order) {
    await transfer(till.shop, { amount: order.totalMinor, currency: "KES", reference: `${order.number}-1` });
    await five(() => takeIn(till));
    await takeIn(till);
  },
  async moneyOf(till, order) {
    const line = (await till.statement()).find(({ ourRef }) => ourRef.includes(order.number));
    return line?.ref ?? "";
  },
  async decline(till, order) {
    expect(await sendSlip(till, order)).toBe(201);
    const { id } = await proofOf(till, order);
    const rejected = await till.staff.post(`/api/staff/bank/proofs/${id}/reject`, {
      reason: "No such money has come.",
    });
    expect(rejected.status).toBe(200);
  },
  retry: samePage,
  async forge(till, order) {
    const stranger = till.shop.client();
    const csv = "Date,Value Date,Reference,Narrative,Debit,Credit,Balance\n";
    const statuses = [
      await sendSlip(till, order),
      (await stranger.post("/api/staff/bank/statements", { accountId: "bac_1", csv })).status,
      (await stranger.post("/api/staff/bank/lines/bkl_1/match", { orderNumber: order.number })).status,
    ];
    expect(statuses).toEqual([201, 401, 401]);
    return statuses;
  },
  async wrongAmount(till, order) {
    await byTransfer(till, order, order.totalMinor - 10_000);
    return { booked: [order.totalMinor - 10_000], mismatches: 0 };
  },
  async swap(till, cheap, dear) {
    await byTransfer(till, cheap);
    expect(await sendSlip(till, dear)).toBe(201);
    const { id } = await proofOf(till, dear);
    const bankRef = (await till.bookedAs(cheap)).split("/")[1];
    const accountId = await till.shop.one<string>(
      "SELECT id FROM bank_accounts WHERE currency = 'KES' AND is_active = 1",
    );
    const day = new Date().toISOString().slice(0, 10);
    const approveAs = async (amountMinor: number) =>
      (
        await till.staff.post(`/api/staff/bank/proofs/${id}/approve`, {
          accountId,
          bankRef,
          bookedOn: day,
          amountMinor,
        })
      ).status;
    expect([await approveAs(dear.totalMinor), await approveAs(cheap.totalMinor)]).toEqual([422, 409]);
    return 0;
  },
  untold: null,
  mute: null,
  cancel: (till, order) => till.holdEnded(order),
  choose: chooseCash,
  late: "booked",
  sendings: null,
  foreign: null,
};

const onDelivery: ShopHabits = {
  code: "on-delivery",
  market: "ke",
  kind: "physical",
  provider: null,
  path: "od",
  other: "bank-transfer",
  cannot: {
    ...callsNobody,
    declined: "nobody declines cash: it is there or it is not",
    "other-order": "cash has no reference that could be shown for another order",
  },
  pay: async (till, order) => expect((await till.cash(order, order.totalMinor)).status).toBe(201),
  async payFiveTimes(till, order) {
    const key = crypto.randomUUID();
    const statuses = (await five(() => till.cash(order, order.totalMinor, key))).map(({ status }) => status);
    expect(statuses).toEqual([201, 201, 201, 201, 201]);
    expect((await till.cash(order, order.totalMinor)).status).toBe(409); // and under another key it is recorded already
  },
  moneyOf: async (_till, { attemptId }) => attemptId,
  decline: null,
  retry: null,
  async forge(till, order) {
    const statuses = [
      (await till.cash(order, order.totalMinor, undefined, order.guest)).status,
      (await till.cash({ ...order, orderId: `${order.orderId}x` }, order.totalMinor)).status,
      (await till.cash(order, 0)).status,
      (await till.cash(order, -order.totalMinor)).status,
    ];
    expect(statuses).toEqual([401, 404, 422, 422]);
    return statuses;
  },
  async wrongAmount(till, order) {
    expect((await till.cash(order, order.totalMinor - 10_000)).status).toBe(201);
    return { booked: [order.totalMinor - 10_000], mismatches: 0 };
  },
  swap: null,
  untold: null,
  mute: null,
  async cancel(till, { orderId }) {
    expect((await till.staff.post(`/api/staff/orders/${orderId}/refusal`, { note: "Nobody there" })).status).toBe(201);
  },
  async choose(till, order) {
    const next = await till.again(order, "bank-transfer");
    await byTransfer(till, next);
    return next;
  },
  late: "nothing",
  sendings: null,
  foreign: null,
};

/** Who must not get in each other's way: what one orders of a simulator, another of its lane would meet. */
export const LANES: readonly { readonly lane: string; readonly ways: readonly ShopHabits[] }[] = [
  { lane: "mpesa", ways: [mpesa] },
  { lane: "airtel", ways: [airtel] },
  { lane: "stripe and paypal", ways: [stripe, paypal] },
  { lane: "khalti", ways: [khalti] },
  { lane: "bank and door", ways: [bankTransfer, onDelivery] },
];
export const WAYS: readonly ShopHabits[] = LANES.flatMap(({ ways }) => ways);
export const CODES: readonly GatewayCode[] = WAYS.map(({ code }) => code);
