import { MPESA, MPESA_OPERATOR } from "#tests/simulators/credentials";
import { mpesa } from "#worker/payments/gateways/mpesa";
import type { Conforming } from "../conforming.ts";

const NO_PAGE = "M-Pesa has no page: the prompt is on the payer's phone";
const NOT_IN_ANSWER = "Daraja's query answers neither amount nor currency nor merchant: it speaks of our own request";
const BY_POST = "Daraja says what became of a reversal in a result that it posts; nobody can be asked";
const WHOLE = "M-Pesa reverses whole payments";
const UNSIGNED = "Daraja signs nothing: a callback is only a claim, and the query decides";

export const mpesaConforms: Conforming = {
  code: "mpesa",
  build: ({ url, http, tokens, planScale }, isStranger) =>
    mpesa(
      {
        baseUrl: `${url}/mpesa`,
        consumerKey: MPESA.consumerKey,
        consumerSecret: MPESA.consumerSecret,
        shortCode: MPESA.shortcode,
        passkey: isStranger ? "0".repeat(64) : MPESA.passkey,
        merchantName: MPESA.merchantName,
        mode: "test",
        maxAmountMinor: 25_000_000,
        operator: MPESA_OPERATOR,
        c2b: false,
        partialReversals: false,
      },
      http,
      tokens,
      planScale,
    ),
  cannot: {
    "opening.page": NO_PAGE,
    "opening.script": NO_PAGE,
    "opening.same-bytes": "a push is never sent again, and its timestamp is each time another",
    "asking.pending": "M-Pesa has nothing between the prompt and its result",
    "asking.pending-failed": "M-Pesa has nothing between the prompt and its result",
    "asking.other-attempt": "Daraja's query names no reference of ours",
    "asking.other-amount": NOT_IN_ANSWER,
    "asking.no-amount": NOT_IN_ANSWER,
    "asking.other-currency": NOT_IN_ANSWER,
    "asking.other-merchant": NOT_IN_ANSWER,
    "asking.other-mode": NOT_IN_ANSWER,
    "asking.forgotten": "Daraja says the same of a push it does not know and of one that is running",
    "ending.ended-withdrawn": "a prompt cannot be recalled, so nobody asks about it when it is given up",
    taking: "M-Pesa takes the money itself when the payer agrees",
    "withdrawing.pending": "M-Pesa has nothing between the prompt and its result",
    "withdrawing.silent": "a prompt cannot be recalled: it says so without asking anybody",
    "refunding.part": WHOLE,
    "refunding.part-once": WHOLE,
    "refunding.lost-and-found": BY_POST,
    "refunding.silent-look": BY_POST,
    "refunding.refused": BY_POST,
    "refunding.pending": BY_POST,
    "refunding.failed-later": "a reversal that was done stays done",
    "refunding.elsewhere": "M-Pesa has no list of a payment's reversals",
    "refunding.other-capture": BY_POST,
    "refunding.whose-money": "Daraja keeps no name of ours for money",
    disputing: "M-Pesa's payers complain to Safaricom, which asks the shop's people and tells the shop nothing",
    "hearing.same-facts": UNSIGNED,
    "hearing.altered": UNSIGNED,
    "hearing.no-signature": UNSIGNED,
    "hearing.secret": UNSIGNED,
    "hearing.age": "a callback says nothing of when it was sent",
    "hearing.account": "the address it comes to was made for one attempt",
    "hearing.type": "an address has one sort of callback",
    "hearing.refund-elsewhere": "of what staff reverse in the portal nobody is told",
    returning: "the payer never leaves the shop's page",
  },
  wire: {
    provider: "mpesa",
    currency: "KES",
    amountMinor: 145_000,
    which: ({ reference }) => ({ reference }),
    phases: {
      token: /\/oauth\/v1\/generate/,
      create: /\/stkpush\/v1\/processrequest/,
      query: /\/stkpushquery\/v1\/query/,
      refund: /\/reversal\/v1\/request/,
    },
    settings: () => ({ promptLifeSeconds: 60, resultDelayMs: 0 }),
    fast: { settings: { promptLifeSeconds: 2_000 }, planScale: 1 },
    amounts: [
      [100, '"Amount":1,'],
      [200, '"Amount":2,'],
      [145_000, '"Amount":1450,'],
      [9_999_900, '"Amount":99999,'],
    ],
    fraction: 145_050,
    least: 100,
    most: 25_000_000,
    refusedAmounts: [0, 25_000_100],
    phones: {
      taken: [
        ["+254712000001", '"PhoneNumber":"254712000001"'],
        ["+254110000002", '"PhoneNumber":"254110000002"'],
      ],
      refused: ["+447911123456", "+254202345678", "+9779812345678", "0712345678"],
    },
    keyHeader: null,
    stale: {
      // Each new token ends the former one.
      end: ({ ground }) =>
        fetch(`${ground.url}/mpesa/oauth/v1/generate?grant_type=client_credentials`, {
          headers: { authorization: `Basic ${btoa(`${MPESA.consumerKey}:${MPESA.consumerSecret}`)}` },
        }),
    },
    decline: { decision: "insufficient", report: "failed" },
    cancel: { decision: "cancel" },
    pending: null,
    captureRef: /^ws_CO_\d{20,}$/,
    nobodys: { reference: "ws_CO_20112026093001123712345678", capture: "UKK41H6RN2" },
    forgets: null,
    bent: {
      status: (answer) => ({ ...answer, ResponseCode: "7" }),
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
    refunds: { sent: "pending", settle: null, fail: null, elsewhere: null },
    hears: {
      how: "claim",
      moneyKind: "stk",
      failing: "wrong-pin",
      wrong: { secret: null, age: null, account: null, type: null },
    },
    secrets: [
      MPESA.consumerSecret,
      MPESA.passkey,
      btoa(MPESA.shortcode).slice(0, 6),
      MPESA_OPERATOR.securityCredential,
    ],
  },
};
