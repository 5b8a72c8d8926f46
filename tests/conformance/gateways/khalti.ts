import { KHALTI } from "#tests/simulators/credentials";
import { khalti } from "#worker/payments/gateways/khalti";
import type { Conforming } from "../conforming.ts";

const NO_TOKEN = "Khalti has a key, and no token that could be missing or stale";
const RUPEES = "Khalti knows rupees alone and writes no currency";
const AT_ONCE = "Khalti's refund is done at once, or not at all";
const NO_NAME = "Khalti gives a refund no name, and keeps none of ours";

export const khaltiConforms: Conforming = {
  code: "khalti",
  build: ({ url, http, planScale }, isStranger) =>
    khalti(
      {
        baseUrl: `${url}/khalti/api/v2`,
        secretKey: isStranger ? "guessed" : KHALTI.secretKey,
        account: KHALTI.account,
        mode: "test",
        maxAmountMinor: 20_000_000,
        refundUnit: "paisa",
      },
      http,
      planScale,
    ),
  cannot: {
    "opening.fraction": "Khalti counts in paisa, as we do",
    "opening.phones": "Khalti asks for no phone",
    "opening.once": "Khalti has no key: a page made again is another page, and the first was seen by nobody",
    "opening.once-only": "a page that nobody saw may be made again",
    "opening.token-500": NO_TOKEN,
    "opening.token-cut": NO_TOKEN,
    "opening.token-html": NO_TOKEN,
    "opening.token-types": NO_TOKEN,
    "opening.stale": NO_TOKEN,
    "asking.declined": "a payer whose wallet says no tries again on Khalti's page: nobody is told",
    "asking.other-attempt": "Khalti's lookup names no reference of ours",
    "asking.other-currency": RUPEES,
    "asking.other-merchant": "Khalti's key reads its own merchant's payments only, and its answer names none",
    "asking.other-mode": "Khalti's test and live payments are in different places, and its answer does not say which",
    taking: "Khalti takes the money itself when the payer agrees",
    "refunding.whole-only": "Khalti gives back parts as well",
    "refunding.part-once": "Khalti's refunds have no key: one is never sent twice",
    "refunding.pending": AT_ONCE,
    "refunding.failed-later": AT_ONCE,
    "refunding.elsewhere": NO_NAME,
    "refunding.other-capture": NO_NAME,
    "refunding.whose-money": "Khalti's money has the payment's own name",
    disputing: "Khalti's payers complain to Khalti, which tells the shop nothing",
    hearing: "Khalti calls nobody: the payer's browser comes back, and the shop asks",
  },
  wire: {
    provider: "khalti",
    currency: "NPR",
    amountMinor: 145_050,
    which: ({ id }) => ({ reference: id }),
    phases: { create: /\/epayment\/initiate\/$/, query: /\/epayment\/lookup\/$/, refund: /\/refund\/$/ },
    settings: () => ({ expiresInSeconds: 3_600 }),
    fast: { settings: { expiresInSeconds: 2_000 }, planScale: 1 },
    amounts: [
      [1_000, '"amount":1000,'],
      [1_001, '"amount":1001,'],
      [145_099, '"amount":145099,'],
      [9_999_999, '"amount":9999999,'],
    ],
    fraction: null,
    least: 1_000,
    most: 20_000_000,
    refusedAmounts: [999],
    phones: null,
    keyHeader: null,
    stale: null,
    decline: null,
    cancel: { decision: "cancel" },
    pending: {
      decision: "pending",
      complete: (bench) => bench.act("complete", { pidx: bench.attempt.providerReference }),
      fail: (bench) => bench.act("fail", { pidx: bench.attempt.providerReference, as: "canceled" }),
    },
    captureRef: /^[A-Za-z0-9]{22}$/,
    nobodys: { reference: "bZQLD9wRVWo4CdESSfuSsB", capture: "bZQLD9wRVWo4CdESSfuSsB" },
    forgets: "expired",
    bent: {
      status: (answer) => ({ ...answer, status: "Dreaming" }),
      amount: (answer, amount) => ({ ...answer, total_amount: amount }),
      badAmounts: [10.5, "145050", -3, null, 1e300, [145_050]],
      putAmount: (answer, amount) => ({ ...answer, total_amount: amount }),
      currency: null,
      merchant: null,
      mode: null,
      attempt: null,
      page: (answer, url) => ({ ...answer, payment_url: url }),
    },
    withdraw: { unpaid: "cannot", paid: "captured" },
    refunds: { sent: "done", settle: null, fail: null, elsewhere: null },
    hears: null,
    secrets: [KHALTI.secretKey],
  },
};
