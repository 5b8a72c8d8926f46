import { html } from "hono/html";
import { formatMinor } from "../pages/amounts.ts";
import { type Html, page } from "../pages/layout.ts";
import { ACCOUNTS } from "./accounts.ts";
import { slipAddresses } from "./bank.ts";
import type { Entry } from "./ledger.ts";

/** What the form holds when it is shown: as typed, or as the address says. */
export interface TransferForm {
  readonly currency: string;
  readonly amount: string;
  readonly reference: string;
  readonly payer: string;
}

/** A payer's online banking. `sent` is the transfer that was just made. */
export function payPage(form: TransferForm, sent: Entry | undefined, complaint: string | undefined): Html {
  return page(
    "Online banking",
    "/bank/pay",
    html`
<div class="stack">
<h1 class="title">Online banking (simulated)</h1>
<p class="muted">Send money from an account of your own to the shop's. The shop learns of it from its statement alone.</p>
${sent ? drawSent(sent) : ""}
${complaint ? html`<p class="st fail" role="alert">${complaint}</p>` : ""}
<form method="post" action="/bank/pay" class="stack">
  <p><label class="lab" for="currency">To account</label>
    <select class="in" id="currency" name="currency">${ACCOUNTS.map(
      (account) =>
        html`<option value="${account.currency}" ${account.currency === form.currency ? html`selected` : ""}>${account.currency} · ${account.bankName} ${account.accountNumber} · ${account.accountName}</option>`,
    )}</select></p>
  <p><label class="lab" for="amount">Amount</label>
    <input class="in" id="amount" name="amount" inputmode="decimal" placeholder="1,450.00" value="${form.amount}" required></p>
  <p><label class="lab" for="reference">Reference</label>
    <input class="in id" id="reference" name="reference" autocomplete="off" placeholder="A7QK2M-1" value="${form.reference}"></p>
  <p><label class="lab" for="payer">Payer</label>
    <input class="in" id="payer" name="payer" value="${form.payer}" required></p>
  <p><button class="btn main">Send</button></p>
</form>
<section class="stack"><h2>The shop's statements</h2><ul>${ACCOUNTS.map(
      ({ currency }) =>
        html`<li><a href="/bank/statement.csv?currency=${currency}" download>${currency}, every day, as CSV</a></li>`,
    )}</ul></section>
</div>`,
  );
}

function drawSent(entry: Entry): Html {
  const { slip, slipPdf } = slipAddresses(entry);
  return html`
<section class="stack" id="sent">
  <p class="st done">Sent ${formatMinor(entry.amount, entry.currency)} with reference ${entry.reference || "none"}</p>
  <p>Your slip: <a href="${slip}" download>picture</a>, <a href="${slipPdf}" download>PDF</a></p>
  <p><img src="${slip}" alt="Transfer slip for ${entry.reference}" width="240" height="416"></p>
</section>`;
}
