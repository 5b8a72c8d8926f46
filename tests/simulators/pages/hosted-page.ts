import type { Context } from "hono";
import { html } from "hono/html";
import type { SimulatedPayment } from "../core/provider.ts";
import { formatMinor } from "./amounts.ts";
import type { Html } from "./layout.ts";

/** A button that posts `decision` back to the page's own address. */
export interface Choice {
  readonly decision: string;
  readonly label: string;
  /** At most one: what a payer normally does. */
  readonly isMain?: boolean;
}

export interface HostedPage {
  /** As people know it: "PayPal". */
  readonly provider: string;
  readonly merchant: string;
  readonly payment: Pick<SimulatedPayment, "amount" | "currency" | "reference" | "state" | "said">;
  /** A sentence on what the real page would ask for here. */
  readonly lead?: string;
  /** More lines under the amount. */
  readonly facts?: readonly (readonly [name: string, value: string])[];
  /** Fields that go with the decision. */
  readonly fields?: Html;
  /** Offered while the payment is open. */
  readonly choices: readonly Choice[];
  /** Where a payer goes who comes back to an ended payment. */
  readonly backTo?: string;
}

/** No form-action: a decision is answered with a redirect to the shop, which is another origin. */
const POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** A provider's payment page, plain about being simulated. It needs no script. */
export function answerHosted(
  c: Context,
  hosted: HostedPage,
  status: 200 | 404 | 409 = 200,
): Response | Promise<Response> {
  c.header("cache-control", "no-store");
  c.header("content-security-policy", POLICY);
  c.header("referrer-policy", "no-referrer");
  c.header("x-content-type-options", "nosniff");
  return c.html(hostedPage(hosted), status);
}

function hostedPage({ provider, merchant, payment, lead, facts = [], fields, choices, backTo }: HostedPage): Html {
  const isOpen = payment.state === "open";
  return html`<!doctype html>
<html lang="en-KE">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${provider} (simulated) · ${merchant}</title>
<link rel="icon" href="/favicon.svg">
<link rel="stylesheet" href="/pages.css">
</head>
<body class="hosted">
<header><div class="wrap"><span class="name">${provider}</span> <span class="simulated">simulated</span></div></header>
<main class="wrap stack">
  <div class="stack gap-4">
    <h1 class="small muted">Pay ${merchant}</h1>
    <p class="amount name">${formatMinor(payment.amount, payment.currency)}</p>
  </div>
  <dl class="facts">
    <div><dt>Reference</dt><dd class="id">${payment.reference}</dd></div>
    ${facts.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}
  </dl>
  ${lead && isOpen ? html`<p>${lead}</p>` : ""}
  ${isOpen ? drawForm(choices, fields) : drawEnd(payment.said, backTo, merchant)}
  <p class="small muted">No money moves here. Whatever you type is thrown away.</p>
</main>
</body>
</html>`;
}

function drawForm(choices: readonly Choice[], fields: Html | undefined): Html {
  return html`
<form method="post" class="stack">
  ${fields ?? ""}
  <div class="stack gap-8">${choices.map(
    ({ decision, label, isMain }) =>
      html`<button class="btn wide ${isMain ? "main" : ""}" name="decision" value="${decision}">${label}</button>`,
  )}</div>
</form>`;
}

function drawEnd(said: string, backTo: string | undefined, merchant: string): Html {
  return html`
<p>Nothing is left to decide here: ${said}.</p>
${backTo ? html`<p><a class="btn" href="${backTo}">Back to ${merchant}</a></p>` : ""}`;
}
