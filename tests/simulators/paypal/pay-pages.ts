import { setTimeout as wait } from "node:timers/promises";
import { type Context, Hono } from "hono";
import type { SimulatorEnv } from "../core/simulation.ts";
import { answerHosted, type Choice } from "../pages/hosted-page.ts";
import { asPayment } from "./as-payment.ts";
import type { Books, Payment } from "./books.ts";
import { isDecision } from "./decisions.ts";
import { PAYER } from "./order.ts";
import type { Till } from "./till.ts";

const PATIENCE_MS = 10_000;

const CHOICES: readonly Choice[] = [
  { decision: "approve", label: "Approve the payment", isMain: true },
  { decision: "decline", label: "Approve with a declined card" },
  { decision: "pending", label: "Approve, but PayPal looks into it" },
  { decision: "cancel", label: "Cancel and go back to Duka" },
];

/** The approval page of an order. The address the payer comes back to proves nothing. */
export function payPages(books: Books, till: Till): Hono<SimulatorEnv> {
  function show(c: Context<SimulatorEnv>, payment: Payment): Response | Promise<Response> {
    const lead = payment.refusal
      ? "That did not work. Choose another way to pay."
      : `Signed in as ${PAYER.email_address}.`;
    const backTo = backUrl(payment);
    return answerHosted(c, {
      provider: "PayPal",
      merchant: "Duka",
      payment: asPayment(books, payment),
      lead,
      choices: CHOICES,
      ...(backTo && { backTo }),
    });
  }

  return new Hono<SimulatorEnv>()
    .get("/:id", (c) => {
      const payment = books.payments.get(c.req.param("id"));
      return payment ? show(c, payment) : c.text("There is no such order.", 404);
    })
    .post("/:id", async (c) => {
      const payment = books.payments.get(c.req.param("id"));
      if (!payment) return c.text("There is no such order.", 404);
      const { decision } = await c.req.parseBody();
      if (typeof decision !== "string" || !isDecision(decision)) return c.text("Nobody can decide that here.", 400);
      if (asPayment(books, payment).state !== "open") return show(c, payment);
      const { cancelUrl, order } = payment;
      if (decision === "cancel")
        return c.redirect(cancelUrl ? withQuery(cancelUrl, { token: order.id }) : c.req.url, 303);
      const told = till.decide(payment, decision);
      if (books.settings.webhookFirst) await Promise.race([told, wait(PATIENCE_MS, undefined, { ref: false })]);
      return c.redirect(backUrl(payment) ?? c.req.url, 303);
    });
}

/** Where an approved payer goes; undefined when nothing is approved, or the shop named no address. */
function backUrl({ order, returnUrl }: Payment): string | undefined {
  const isApproved = order.status === "APPROVED" || order.status === "COMPLETED";
  return isApproved && returnUrl ? withQuery(returnUrl, { token: order.id, PayerID: PAYER.payer_id }) : undefined;
}

function withQuery(address: string, words: Record<string, string>): string {
  const url = new URL(address);
  for (const [name, value] of Object.entries(words)) url.searchParams.set(name, value);
  return url.href;
}
