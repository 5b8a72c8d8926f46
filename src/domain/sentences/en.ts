import { wayNames } from "./way-names.ts";

/** Every sentence the shop sends or writes into a timeline, in English. Other languages are the same keys. */
export const en = {
  method: wayNames.en as Record<string, string>,

  mail: {
    placed: {
      subject: (o: { number: string }) => `Your order ${o.number}`,
      greeting: (o: { name: string }) => `Hello ${o.name},`,
      opening: (o: { number: string }) => `we have your order ${o.number}. Thank you.`,
      howToPay: {
        mpesa: (o: { total: string; phone: string }) =>
          `To pay: enter your M-Pesa PIN in the prompt on ${o.phone} for ${o.total}. If no prompt came, open the order below and send it again.`,
        airtel: (o: { total: string; phone: string }) =>
          `To pay: enter your Airtel Money PIN in the prompt on ${o.phone} for ${o.total}. If no prompt came, open the order below and send it again.`,
        paypal: (o: { total: string }) => `To pay ${o.total}: open the order below and go on to PayPal.`,
        stripe: (o: { total: string }) => `To pay ${o.total} by card: open the order below and go on to the card page.`,
        khalti: (o: { total: string }) => `To pay ${o.total}: open the order below and go on to Khalti.`,
        "bank-transfer": (o: { total: string }) =>
          `To pay: send ${o.total} from your bank. When it is sent, a picture of the slip helps us find it: the order below takes it.`,
        "on-delivery": (o: { total: string }) =>
          `To pay: have ${o.total} ready for the rider, or at the counter when you collect.`,
      } as Record<string, (o: { total: string; phone: string }) => string>,
      kept: (o: { until: string }) => `Your things are kept for you until ${o.until}.`,
    },
    paid: {
      subject: (o: { number: string }) => `Paid: your order ${o.number}`,
      greeting: (o: { name: string }) => `Asante, ${o.name}.`,
      opening: (o: { total: string; method: string }) => `${o.total} has arrived by ${o.method}.`,
      nothing: "There is nothing to pay.",
      receipt: (o: { receipt: string }) => `Receipt ${o.receipt}.`,
    },
    transfer: {
      account: (o: { amount: string; bank: string; number: string; name: string; swift: string }) =>
        `Exactly ${o.amount}, to ${o.bank}, account ${o.number}, ${o.name}${o.swift ? ` (SWIFT ${o.swift})` : ""}.`,
      reference: (o: { reference: string }) => `Write the reference ${o.reference}, so that we know it is yours.`,
      beware:
        "Our account never changes by mail or by telephone. If somebody tells you of another, call us before you send anything.",
    },
    "proof-received": {
      subject: (o: { number: string }) => `We have your slip: order ${o.number}`,
      greeting: (o: { name: string }) => `Hello ${o.name},`,
      opening: () =>
        "thank you for the slip. We look for the money on our statement, which takes a working day at most; your things are kept meanwhile.",
    },
    "proof-rejected": {
      subject: (o: { number: string }) => `About your slip: order ${o.number}`,
      greeting: (o: { name: string }) => `Hello ${o.name},`,
      opening: (o: { reason: string }) => `we could not take your slip. ${o.reason}`,
      next: "Please send another from the page of your order, or call us.",
    },
    "transfer-short": {
      subject: (o: { number: string }) => `Part of the money has arrived: order ${o.number}`,
      greeting: (o: { name: string }) => `Hello ${o.name},`,
      opening: (o: { received: string; rest: string }) =>
        `${o.received} has arrived, thank you. ${o.rest} is still missing: please send it under the new reference.`,
    },
    shipped: {
      subject: (o: { number: string }) => `On its way: your order ${o.number}`,
      greeting: (o: { name: string }) => `Hello ${o.name},`,
      opening: (o: { carrier: string; tracking: string }) =>
        `your order has left the shop with ${o.carrier}${o.tracking ? `, number ${o.tracking}` : ""}.`,
    },
    refunded: {
      subject: (o: { number: string }) => `Money back: your order ${o.number}`,
      greeting: (o: { name: string }) => `Hello ${o.name},`,
      opening: (o: { amount: string; method: string }) =>
        `we have sent ${o.amount} back to you${o.method ? ` by ${o.method}` : ""}.`,
      when: "With a card or a bank it may take some days until you see it.",
      reference: (o: { reference: string }) => `Reference ${o.reference}.`,
    },
    link: {
      subject: (o: { number: string }) => `The link to your order ${o.number}`,
      greeting: (o: { name: string }) => `Hello ${o.name},`,
      opening: () =>
        "you, or someone who knows your address, asked for the link to this order. If it was not you, nothing has happened: the link came only here.",
    },
    delivery: (o: { name: string; day: string }) => `${o.name}: by ${o.day}.`,
    always: "Your order, at any time:",
    footer: "Duka, Biashara Street 14, Nairobi. 0709 555 010, a person answers.",
    total: "Total",
    ofWhich: (o: { tax: string }) => `of which ${o.tax}`,
  },

  sms: {
    placed: (o: { number: string; total: string; url: string }) =>
      `Duka: order ${o.number}, ${o.total}. See it and pay: ${o.url}`,
    paid: (o: { number: string; total: string; receipt: string; url: string }) =>
      `Duka: ${o.total} received${o.receipt ? `, receipt ${o.receipt}` : ""}. Order ${o.number}: ${o.url}`,
    link: (o: { number: string; url: string }) => `Duka: the link to your order ${o.number}: ${o.url}`,
    "proof-received": (o: { number: string; url: string }) =>
      `Duka: we have your slip for order ${o.number} and look for the money. ${o.url}`,
    "proof-rejected": (o: { number: string; reason: string; url: string }) =>
      `Duka: we could not take your slip for order ${o.number}: ${o.reason} Send another: ${o.url}`,
    "transfer-short": (o: { number: string; received: string; rest: string; url: string }) =>
      `Duka: ${o.received} has arrived for order ${o.number}, ${o.rest} is still missing: ${o.url}`,
    refunded: (o: { number: string; amount: string; method: string; url: string }) =>
      `Duka: ${o.amount} sent back to you${o.method ? ` by ${o.method}` : ""} for order ${o.number}. ${o.url}`,
    shipped: (o: { number: string; carrier: string; url: string }) =>
      `Duka: order ${o.number} is on its way with ${o.carrier}. ${o.url}`,
  },

  /** Who did it, beside a line of a timeline. */
  by: { you: "you", shop: "the shop", automatic: "automatic" },

  /** One line of a timeline: what happened, and a second line. `d` is the event's detail. */
  event: {
    placed: (d) => ["Order placed", `${d.pieces} ${d.pieces === "1" ? "piece" : "pieces"}`],
    "prompt-sent": (d) => [`Prompt sent to ${d.phone}`, ""],
    "payment-unknown": () => ["No answer yet from the payment provider", "We keep asking. Nothing is lost."],
    "payment-failed": (d) => [d.title, `${d.why} Nothing was taken.`],
    "sent-to-provider": (d) => [`Sent on to ${d.method}`, "The payment goes on at their page."],
    "payment-pending": (d) => [`${d.method} is checking the payment`, "It was agreed to; the last word is theirs."],
    "payment-declined": (d) => [d.title, `${d.why} The page is still open for another try.`],
    captured: (d) => [`Paid ${d.amount}`, d.method === "cash at the door" ? "In cash" : `By ${d.method}`],
    "proof-sent": (d) => ["Transfer slip sent", d.name ?? ""],
    "proof-accepted": () => ["Transfer slip accepted", "The money is on our statement."],
    "proof-rejected": (d) => ["Transfer slip not accepted", d.reason ?? ""],
    refunded: (d) => [
      `${d.amount} given back`,
      [`By ${d.method}`, d.reference ? `reference ${d.reference}` : ""].filter(Boolean).join(", "),
    ],
    "refund-failed": (d) => [`${d.amount} could not be given back`, "The money is with us; it goes back another way."],
    dispute: (d) => ["The payment is disputed", d.amount ? `${d.amount}, by ${d.method}` : ""],
    "dispute-won": (d) => ["The dispute has ended", d.amount ? `${d.amount} is with us again.` : ""],
    "goods-found": () => ["The things are there after all", "They are kept for this order."],
    "refund-requested": (d) => [`Refund of ${d.amount} asked for`, d.reason ?? ""],
    "refund-approved": (d) => [`Refund of ${d.amount} agreed to`, ""],
    "refund-declined": (d) => [d.amount ? `Refund of ${d.amount} not made` : "Refund not made", d.reason ?? ""],
    "captured-said": (d) => [`${d.amount} is said to be paid`, `Reference ${d.reference}. A second person must agree.`],
    "captured-denied": (d) => ["Not agreed that it was paid", d.reason ?? ""],
    "allocated-said": (d) => [`${d.amount} is said to be for this order`, "A second person must agree."],
    "allocated-denied": (d) => ["Not agreed that the money is for this order", d.reason ?? ""],
    "returned-said": (d) => [
      `${d.amount} is said to be sent back`,
      `Reference ${d.reference}. A second person must agree.`,
    ],
    "returned-denied": (d) => ["Not agreed that the money was sent back", d.reason ?? ""],
    "stray-returned": (d) => [`${d.amount} that fitted nothing was sent back`, `Reference ${d.reference}`],
    "claim-dismissed": (d) => [`A claim of ${d.amount} was nothing`, ""],
    "task-done": (d) => [`Done: ${d.title ?? d.task}`, ""],
    "paying-again": (d) => [`Paying by ${d.method}`, ""],
    shipped: (d) => [`Handed to ${d.carrier}`, d.tracking ? `Tracking number ${d.tracking}` : ""],
    delivered: () => ["Delivered", ""],
    refused: () => ["Not taken at the door", "The things are back on the shelf. Nothing was paid."],
    cancelled: (d) => [
      "Order cancelled",
      d.reason === "not-paid"
        ? "It was not paid in time. The things went back to the shelf."
        : d.reason === "changed-cart"
          ? "A new order took its place."
          : "",
    ],
    reinstated: () => ["Order taken up again", "The money came after all, and the things were still there."],
    unfulfillable: () => [
      "Paid, but the things were gone",
      "We are in touch about it: money back, or the next one made.",
    ],
  } as Record<string, (d: Record<string, string>) => [string, string]>,
};
