import { Hono } from "hono";
import { html } from "hono/html";
import * as z from "zod";
import type { SimulatorEnv } from "../core/simulation.ts";
import { MPESA } from "../credentials.ts";
import { type Html, page } from "../pages/layout.ts";
import { pageHeaders } from "../pages/page-headers.ts";
import { phoneName } from "../pages/words.ts";
import type { Paybill } from "./paybill.ts";
import { MOST_SHILLINGS } from "./push-request.ts";

export const HAND_PAGE = "/pay/by-hand";

const handForm = z.object({
  phone: z
    .string()
    .transform((typed) => typed.replaceAll(/\D/g, "").replace(/^(?:254|0)?([17]\d{8})$/, "254$1"))
    .pipe(z.string().regex(/^254[17]\d{8}$/)),
  reference: z.string().trim().min(1).max(20),
  amount: z.coerce.number().int().min(1).max(MOST_SHILLINGS),
});

/** A payer's M-Pesa menu: Lipa na M-Pesa, Pay Bill. */
export function handPages(paybill: Paybill): Hono<SimulatorEnv> {
  return new Hono<SimulatorEnv>()
    .use(HAND_PAGE, pageHeaders)
    .get(HAND_PAGE, (c) => c.html(handPage(c.req.query())))
    .post(HAND_PAGE, async (c) => {
      const typed = await c.req.parseBody();
      const form = handForm.safeParse(typed);
      if (!form.success) {
        const complaint = `Write a Kenyan mobile number, an account number and whole shillings up to ${MOST_SHILLINGS}.`;
        return c.html(handPage({ ...typed, complaint }), 422);
      }
      const { phone, reference, amount: amountShillings } = form.data;
      const { payment } = await paybill.pay({ phone, reference, amountShillings });
      if (payment.state === "paid") return c.redirect(`/phone?number=${phone}`, 303);
      const complaint = `The shop refused account number ${reference} (${payment.rejection}). No money moved.`;
      return c.html(handPage({ ...typed, complaint }), 422);
    });
}

function handPage(typed: Record<string, unknown>): Html {
  const { phone = phoneName("254712345678"), reference = "", amount = "", complaint } = typed;
  return page(
    "Pay the paybill by hand",
    "/mpesa/pay/by-hand",
    html`
<div class="stack">
<h1 class="title">Pay the paybill by hand</h1>
<p class="muted">Lipa na M-Pesa, simulated: paybill ${MPESA.shortcode}, ${MPESA.merchantName}. The shop is told where it has registered for that.</p>
${complaint ? html`<p class="st fail" role="alert">${complaint}</p>` : ""}
<form method="post" class="stack">
  <p><label class="lab" for="phone">Your number</label>
    <input class="in" id="phone" name="phone" inputmode="tel" value="${phone}" required></p>
  <p><label class="lab" for="reference">Account number</label>
    <input class="in id" id="reference" name="reference" autocomplete="off" maxlength="20" placeholder="A7QK2M" value="${reference}" required></p>
  <p><label class="lab" for="amount">Amount in shillings</label>
    <input class="in" id="amount" name="amount" inputmode="numeric" placeholder="1450" value="${amount}" required></p>
  <p><button class="btn main">Pay</button></p>
</form>
</div>`,
  );
}
