import { type Context, Hono } from "hono";
import { html } from "hono/html";
import * as z from "zod";
import type { SimulatorEnv } from "../core/simulation.ts";
import { answerHosted, type Choice } from "../pages/hosted-page.ts";
import { asPayment } from "./as-payment.ts";
import type { KhaltiPayment } from "./payment.ts";
import { returnUrlOf, SOMEBODY } from "./return-url.ts";
import type { Wallet } from "./wallet.ts";

/** Khalti's public test secrets: whoever types others is not let in. */
const MPIN = "1111";
const OTP = "987654";

const CHOICES: readonly Choice[] = [
  { decision: "approve", label: "Pay", isMain: true },
  { decision: "pending", label: "Pay, but stay pending" },
  { decision: "cancel", label: "Cancel" },
  { decision: "ignore", label: "Leave without a word" },
];

const decisionForm = z.object({
  decision: z.enum(["approve", "pending", "cancel", "ignore"]),
  phone: z.string().trim().default(SOMEBODY),
  mpin: z.string().trim().default(MPIN),
  otp: z.string().trim().default(OTP),
});

/** /khalti/pay/?pidx=… */
export function payPages(wallet: Wallet): Hono<SimulatorEnv> {
  const find = (c: Context<SimulatorEnv>) => wallet.find(c.req.query("pidx") ?? "");
  return new Hono<SimulatorEnv>()
    .get("/", (c) => {
      const payment = find(c);
      return payment ? draw(c, payment) : c.text("Khalti (simulated) knows no such payment.", 404);
    })
    .post("/", async (c) => {
      const payment = find(c);
      const form = decisionForm.safeParse(await c.req.parseBody());
      if (!payment || !form.success) return c.text("This is not a decision about a payment.", 400);
      const { decision, phone, mpin, otp } = form.data;
      if (payment.stage !== "initiated") return draw(c, payment, undefined, 409);
      if (decision === "ignore") return draw(c, payment, "You left. The shop is not told; this page still pays.");
      if (decision !== "cancel" && (!/^9[678]\d{8}$/.test(phone) || mpin !== MPIN || otp !== OTP)) {
        return draw(c, payment, "The number, the MPIN or the OTP is wrong.");
      }
      wallet.decide(payment, decision);
      return c.redirect(returnUrlOf(payment, wallet.settings), 302);
    });

  function draw(c: Context<SimulatorEnv>, payment: KhaltiPayment, lead?: string, status: 200 | 409 = 200) {
    const { phone, purchaseOrderName, stage } = payment;
    return answerHosted(
      c,
      {
        provider: "Khalti",
        merchant: "Duka Nepal",
        payment: asPayment(payment, wallet.settings),
        lead: lead ?? "Log in to your wallet: number, MPIN, and the OTP from a text.",
        facts: [["For", purchaseOrderName]],
        fields: html`
<p><label class="lab" for="phone">Khalti number</label><input class="in" id="phone" name="phone" inputmode="tel" value="${phone ?? SOMEBODY}"></p>
<p><label class="lab" for="mpin">MPIN</label><input class="in" id="mpin" name="mpin" inputmode="numeric" value="${MPIN}"></p>
<p><label class="lab" for="otp">OTP</label><input class="in" id="otp" name="otp" inputmode="numeric" value="${OTP}"></p>`,
        choices: CHOICES,
        ...(stage !== "initiated" && { backTo: returnUrlOf(payment, wallet.settings) }),
      },
      status,
    );
  }
}
