import { setTimeout as wait } from "node:timers/promises";
import { type Context, Hono } from "hono";
import { html } from "hono/html";
import type { SimulatorEnv } from "../core/simulation.ts";
import { formatMinor } from "../pages/amounts.ts";
import { answerHosted, type Choice } from "../pages/hosted-page.ts";
import { asPayment } from "./as-payment.ts";
import type { Books, Payment } from "./books.ts";
import { readCard } from "./cards.ts";
import { isDecision } from "./decisions.ts";
import type { Session } from "./session.ts";
import type { Till } from "./till.ts";

const PATIENCE_MS = 10_000;

/** The hosted page of a session: a card field, and buttons for whatever else a payer may do. */
export function payPages(books: Books, till: Till): Hono<SimulatorEnv> {
  function show(c: Context<SimulatorEnv>, payment: Payment, words?: string): Response | Promise<Response> {
    const { session, atBank } = payment;
    const shown = asPayment(books, payment);
    const lead =
      words ??
      (atBank ? "Your bank wants to know whether this is you." : shown.said === "open" ? undefined : shown.said);
    return answerHosted(c, {
      provider: "Stripe",
      merchant: "Duka",
      payment: shown,
      ...(lead && { lead }),
      ...(!atBank && { fields: CARD_FIELD }),
      choices: atBank ? AT_BANK : choicesOf(session),
      backTo: session.status === "complete" ? returnUrl(session) : (session.cancel_url ?? session.success_url),
    });
  }

  return new Hono<SimulatorEnv>()
    .get("/:id", (c) => {
      const payment = books.payments.get(c.req.param("id"));
      return payment ? show(c, payment) : c.text("There is no such Checkout Session.", 404);
    })
    .post("/:id", async (c) => {
      const payment = books.payments.get(c.req.param("id"));
      if (!payment) return c.text("There is no such Checkout Session.", 404);
      const { decision, card: number } = await c.req.parseBody();
      if (typeof decision !== "string" || !isDecision(decision)) return c.text("Nobody can decide that here.", 400);
      const { session } = payment;
      if (session.status !== "open") return show(c, payment);
      if (decision === "cancel") return c.redirect(session.cancel_url ?? session.success_url, 303);
      const card = typeof number === "string" && number.trim() !== "" ? readCard(number) : null;
      const isTyped = decision === "approve" && !payment.atBank && card !== null;
      if (isTyped && !card) return show(c, payment, "Your card number is incorrect.");
      const told = isTyped && card ? till.tryCard(payment, card) : till.decide(payment, decision);
      if (books.settings.webhookFirst) await Promise.race([told, wait(PATIENCE_MS, undefined, { ref: false })]);
      return c.redirect(isComplete(payment) ? returnUrl(session) : c.req.url, 303);
    });
}

const CARD_FIELD = html`
<div class="field"><label for="card">Card number</label><input class="in" id="card" name="card" inputmode="numeric" autocomplete="off" value="4242 4242 4242 4242"></div>`;

const AT_BANK: readonly Choice[] = [
  { decision: "approve", label: "Yes, it is me", isMain: true },
  { decision: "decline", label: "Fail the check" },
];

function choicesOf({ amount_total, currency }: Session): Choice[] {
  const amount = formatMinor(amount_total, currency.toUpperCase() as Parameters<typeof formatMinor>[1]);
  return [
    { decision: "approve", label: `Pay ${amount} with this card`, isMain: true },
    { decision: "decline", label: "Use a card that is declined" },
    { decision: "3ds", label: "Use a card whose bank asks first" },
    { decision: "pending", label: "Pay by bank debit (takes days)" },
    { decision: "cancel", label: "Back to Duka" },
  ];
}

/** Deciding may have made it so. */
const isComplete = ({ session }: Payment): boolean => session.status === "complete";

function returnUrl({ success_url, id }: Session): string {
  return success_url.replaceAll("{CHECKOUT_SESSION_ID}", id);
}
