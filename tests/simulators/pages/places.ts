import { html } from "hono/html";
import type { Provider } from "../core/faults.ts";
import type { SimulatedProvider } from "../core/provider.ts";
import { AIRTEL, KHALTI, MAIL, MPESA, PAYPAL, SMS, STRIPE } from "../credentials.ts";
import type { Html } from "./layout.ts";
import { PROVIDER_NAMES } from "./provider-names.ts";

/** What opens each of them. */
const KEYS: Record<Provider, string> = {
  mpesa: `${MPESA.consumerKey} · ${MPESA.consumerSecret}, shortcode ${MPESA.shortcode}`,
  airtel: `${AIRTEL.clientId} · ${AIRTEL.clientSecret}`,
  paypal: `${PAYPAL.clientId} · ${PAYPAL.clientSecret}, webhook ${PAYPAL.webhookId}`,
  stripe: `${STRIPE.secretKey}, webhook ${STRIPE.webhookSecret}`,
  khalti: KHALTI.secretKey,
  bank: "no key: money arrives, and its statement says so",
  mail: MAIL.apiKey,
  sms: `${SMS.username} · ${SMS.apiKey}`,
};

/** Where a shop finds them. */
export function drawPlaces(origin: string, providers: readonly SimulatedProvider[]): Html {
  const names: Provider[] = [...providers.map(({ name }) => name), "mail", "sms"];
  return html`
<section class="stack">
  <h2>Where a shop finds them</h2>
  <dl class="places">${names.map(
    (name) =>
      html`<div><dt>${PROVIDER_NAMES[name]}</dt><dd><code>${origin}/${name}</code><span class="small muted">${KEYS[name]}</span></dd></div>`,
  )}</dl>
  <p class="small muted">Tests steer all of it at <code>${origin}/_control</code>.</p>
</section>`;
}
