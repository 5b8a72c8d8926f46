import { AIRTEL } from "#tests/simulators/credentials";
import { airtel } from "#worker/payments/gateways/airtel";
import type { Conforming } from "../conforming.ts";

const NO_PAGE = "Airtel Money has no page: the prompt is on the payer's phone";
const NOT_IN_ANSWER = "Airtel's enquiry answers neither amount nor currency nor merchant: it speaks of our own request";
const WHOLE = "Airtel gives back whole payments only";
const NO_REFUND_ENQUIRY = "Airtel has no enquiry about refunds: its answer is all there is";
const ONE_ADDRESS =
  "one secret address serves the application, and a callback says nothing of where or when it was made";

export const airtelConforms: Conforming = {
  code: "airtel",
  build: ({ url, http, tokens, planScale }, isStranger) =>
    airtel(
      {
        baseUrl: `${url}/airtel`,
        clientId: AIRTEL.clientId,
        clientSecret: isStranger ? "guessed" : AIRTEL.clientSecret,
        account: AIRTEL.account,
        mode: "test",
        maxAmountMinor: 15_000_000,
        merchantName: "DUKA LTD",
        hashKey: AIRTEL.hashKey,
        signing: false,
      },
      http,
      tokens,
      planScale,
    ),
  cannot: {
    "opening.page": NO_PAGE,
    "opening.script": NO_PAGE,
    "asking.other-attempt": "the name that Airtel answers with is our own: another's is another payment",
    "asking.other-amount": NOT_IN_ANSWER,
    "asking.no-amount": NOT_IN_ANSWER,
    "asking.other-currency": NOT_IN_ANSWER,
    "asking.other-merchant": NOT_IN_ANSWER,
    "asking.other-mode": NOT_IN_ANSWER,
    "asking.nameless": "Airtel is asked by our own name for it, which is known before anything is sent",
    "ending.ended-withdrawn": "a prompt cannot be recalled, so nobody asks about it when it is given up",
    taking: "Airtel takes the money itself when the payer agrees",
    "withdrawing.silent": "a prompt cannot be recalled: it says so without asking anybody",
    "refunding.part": WHOLE,
    "refunding.part-once": WHOLE,
    "refunding.lost-and-found": NO_REFUND_ENQUIRY,
    "refunding.not-found": NO_REFUND_ENQUIRY,
    "refunding.silent-look": NO_REFUND_ENQUIRY,
    "refunding.pending": "Airtel's refund is done at once, or not at all",
    "refunding.failed-later": "Airtel's refund is done at once, or not at all",
    "refunding.elsewhere": "Airtel has no list of a payment's refunds",
    "refunding.other-capture": NO_REFUND_ENQUIRY,
    "refunding.whose-money": "Airtel's enquiry goes by our name, not by the money's",
    disputing: "Airtel's payers complain to Airtel, which asks the shop's people and tells the shop nothing",
    "hearing.same-facts": "a callback is only a claim: it has no amount, and the enquiry decides",
    "hearing.no-signature": "a body without a hash is read all the same, and only makes us ask",
    "hearing.other-amount": "its callback has no amount but in a sentence, which nobody reads",
    "hearing.age": ONE_ADDRESS,
    "hearing.account": ONE_ADDRESS,
    "hearing.type": "it has one sort of callback",
    "hearing.refund-elsewhere": "of a refund nobody is told",
    returning: "the payer never leaves the shop's page",
  },
  wire: {
    provider: "airtel",
    currency: "KES",
    amountMinor: 145_000,
    which: ({ id }) => ({ id: id.replace("_", "") }),
    phases: {
      token: /\/auth\/oauth2\/token$/,
      create: /\/merchant\/v1\/payments\/$/,
      query: /^GET .*\/standard\/v1\/payments\//,
      refund: /\/standard\/v1\/payments\/refund$/,
    },
    settings: (earUrl) => ({ callbackUrl: `${earUrl}/airtel`, inProgressMs: 0 }),
    fast: { settings: { promptLifeSeconds: 2_000 }, planScale: 1 },
    amounts: [
      [100, '"amount":1,'],
      [200, '"amount":2,'],
      [145_000, '"amount":1450,'],
      [9_999_900, '"amount":99999,'],
    ],
    fraction: 145_050,
    least: 100,
    most: 15_000_000,
    refusedAmounts: [0],
    phones: {
      taken: [
        ["+254733000001", '"msisdn":"733000001"'],
        ["+254100000002", '"msisdn":"100000002"'],
      ],
      refused: ["+447911123456", "+254202345678", "+9779812345678", "0733123456"],
    },
    keyHeader: null,
    stale: {
      begin: (bench) => bench.habit({ tokenLifeSeconds: 0.8 }),
      end: () => new Promise((resolve) => setTimeout(resolve, 850)),
    },
    decline: { decision: "insufficient", report: "failed" },
    cancel: { decision: "cancel" },
    pending: {
      decision: "ambiguous",
      complete: (bench) => bench.act("resolve", { id: bench.attempt.providerReference, decision: "approve" }),
      fail: (bench) => bench.act("resolve", { id: bench.attempt.providerReference, decision: "decline" }),
    },
    captureRef: /^MP\d{6}\.\d{4}\.[A-Z]\d{5}$/,
    nobodys: { reference: `pay${"0".repeat(32)}`, capture: "MP261120.0930.A00000" },
    forgets: "failed",
    bent: {
      status: (answer) => ({
        ...answer,
        data: { transaction: { ...answer.data.transaction, status: "TX" } },
      }),
      amount: null,
      badAmounts: [],
      putAmount: null,
      currency: null,
      merchant: null,
      mode: null,
      attempt: null,
      page: null,
    },
    withdraw: { unpaid: "cannot", paid: "cannot" },
    refunds: { sent: "done", settle: null, fail: null, elsewhere: null },
    hears: {
      how: "claim",
      moneyKind: undefined,
      failing: "wrong-pin",
      wrong: {
        async secret(bench) {
          await bench.habit({ hash: "transaction" });
          await bench.fault("callback", "forged");
          await bench.opened();
        },
        age: null,
        account: null,
        type: null,
      },
    },
    secrets: [AIRTEL.clientSecret, AIRTEL.hashKey],
  },
};
