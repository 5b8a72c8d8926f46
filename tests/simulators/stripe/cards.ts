/** Why a bank says no. `lost_card` and the like are the same to a payer as a plain decline. */
export const DECLINES = {
  generic: { code: "card_declined", decline_code: "generic_decline", message: "Your card was declined." },
  insufficient: {
    code: "card_declined",
    decline_code: "insufficient_funds",
    message: "Your card has insufficient funds.",
  },
  expired: { code: "expired_card", decline_code: "expired_card", message: "Your card has expired." },
  cvc: { code: "incorrect_cvc", decline_code: "incorrect_cvc", message: "Your card's security code is incorrect." },
  processing: {
    code: "processing_error",
    decline_code: "processing_error",
    message: "An error occurred while processing your card. Try again in a little bit.",
  },
  live: {
    code: "card_declined",
    decline_code: "test_mode_live_card",
    message: "Your card was declined. Your request was in test mode, but used a non test card.",
  },
} as const;
export type Decline = (typeof DECLINES)[keyof typeof DECLINES];

/** How a card behaves: whether its bank wants to see the payer first, and what it says then. */
export interface Card {
  readonly last4: string;
  readonly asksBank: boolean;
  readonly decline: Decline | null;
}

const good = (last4: string, asksBank = false): Card => ({ last4, asksBank, decline: null });
const bad = (last4: string, decline: Decline, asksBank = false): Card => ({ last4, asksBank, decline });

/** Stripe's public test cards. */
const TEST_CARDS: Readonly<Record<string, Card>> = {
  "4242424242424242": good("4242"),
  "4000000000000002": bad("0002", DECLINES.generic),
  "4000000000009995": bad("9995", DECLINES.insufficient),
  "4000000000000069": bad("0069", DECLINES.expired),
  "4000000000000127": bad("0127", DECLINES.cvc),
  "4000000000000119": bad("0119", DECLINES.processing),
  "4000002760003184": good("3184", true),
  "4000002500003155": good("3155", true),
  "4000000000003220": good("3220", true),
  "4000008400001629": bad("1629", DECLINES.generic, true),
  "4000008260003178": bad("3178", DECLINES.insufficient, true),
};

export const CARDS = {
  good: good("4242"),
  declined: bad("0002", DECLINES.generic),
  asking: good("3184", true),
} as const;

/** The card behind a typed number; undefined when no card has such a number. */
export function readCard(number: string): Card | undefined {
  const digits = number.replaceAll(/[\s-]/g, "");
  if (!/^\d{13,19}$/.test(digits) || !fitsLuhn(digits)) return undefined;
  return TEST_CARDS[digits] ?? bad(digits.slice(-4), DECLINES.live);
}

function fitsLuhn(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, sign, place) => {
    const value = Number(sign) * (place % 2 === 0 ? 1 : 2);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}
