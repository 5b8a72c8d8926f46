import { html } from "hono/html";
import { MAIL, MPESA, SMS } from "../credentials.ts";
import { type Html, page } from "./layout.ts";

/** Says what is here and what a shop needs to reach it. */
export function homePage(origin: string): Html {
  const rows = [
    ["M-Pesa", `${origin}/mpesa`, `${MPESA.consumerKey} · ${MPESA.consumerSecret}, shortcode ${MPESA.shortcode}`],
    ["Mail", `${origin}/mail`, `${MAIL.apiKey}`],
    ["SMS", `${origin}/sms`, `${SMS.username} · ${SMS.apiKey}`],
  ];
  return page(
    "What stands in for the world",
    "/",
    html`
<div class="opening stack">
  <h1>What stands in for the world</h1>
  <p class="lead muted">On this machine no phone rings, no mail leaves and no money moves. These pages show what would have happened, and let you decide it.</p>
</div>
<div class="doors">
  <a class="door" href="/phone"><span class="name">The phone</span><span class="muted">Answer the M-Pesa prompts of every shopper: approve, refuse, or let them lie.</span></a>
  <a class="door" href="/inbox"><span class="name">The inbox</span><span class="muted">Every mail and text that the shop has sent, to anybody.</span></a>
</div>
<section class="stack">
  <h2>Where a shop finds them</h2>
  <dl class="places">${rows.map(
    ([name, address, key]) =>
      html`<div><dt>${name}</dt><dd><code>${address}</code><span class="small muted">${key}</span></dd></div>`,
  )}</dl>
  <p class="small muted">Tests steer all of it at <code>${origin}/_control</code>.</p>
</section>`,
  );
}
