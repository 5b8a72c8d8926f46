import { html } from "hono/html";
import { FAULTS, type FaultName, type FaultRule, PHASES, type Phase, unsuitable } from "../core/faults.ts";
import type { SimulatedPayment, SimulatedProvider } from "../core/provider.ts";
import type { Simulation } from "../core/simulation.ts";
import { formatMinor } from "./amounts.ts";
import type { Html } from "./layout.ts";
import { PROVIDER_NAMES } from "./provider-names.ts";
import { time } from "./words.ts";

const PAYMENTS_SHOWN = 3;
const SHAPES = { open: "wait", pending: "info", paid: "done", failed: "fail" } as const;
const STATES = { open: "Open", pending: "Under way", paid: "Paid", failed: "Failed" } as const;

/** One provider: its newest payments with what can be decided about them, and its faults. */
export function drawProvider({ faults, requests }: Simulation, provider: SimulatedProvider): Html {
  const { name, startsAt } = provider;
  const phases: readonly Phase[] = PHASES[name];
  const count = requests.all().filter((request) => request.provider === name).length;
  return html`
<section class="provider" id="${name}" aria-labelledby="${name}-name">
  <div class="apart"><h2 id="${name}-name">${PROVIDER_NAMES[name]}</h2><span class="small muted" id="${name}-count" data-live>${count} ${count === 1 ? "request" : "requests"}</span></div>
  ${startsAt ? html`<p class="small"><a href="${startsAt.href}">${startsAt.label}</a></p>` : ""}
  <div id="${name}-payments" data-live>${drawPayments(provider)}</div>
  ${phases.length === 0 ? "" : html`<div class="faults"><div id="${name}-faults" data-live>${drawFaults(faults.all().filter((rule) => rule.provider === name))}</div>${drawNewFault(name, phases)}</div>`}
</section>`;
}

function drawPayments(provider: SimulatedProvider): Html {
  const payments = provider.payments({});
  if (payments.length === 0) return html`<p class="muted">No payment yet.</p>`;
  return html`
<ol class="remembered">${payments.slice(0, PAYMENTS_SHOWN).map((payment) => drawPayment(provider, payment))}</ol>
${payments.length > PAYMENTS_SHOWN ? html`<p class="small muted">and ${payments.length - PAYMENTS_SHOWN} before</p>` : ""}`;
}

function drawPayment(provider: SimulatedProvider, payment: SimulatedPayment): Html {
  const { amount, currency, reference, state, said, createdAt, page } = payment;
  return html`
<li class="stack gap-4">
  <p class="apart"><span class="st ${SHAPES[state]}">${STATES[state]}</span><b class="num">${formatMinor(amount, currency)}</b></p>
  <p class="apart small muted"><span class="id">${reference}</span><span>${time(createdAt)}</span></p>
  <p class="small muted">${said}</p>
  ${state === "open" ? drawDecisions(provider, payment) : ""}
  ${state === "open" && page ? html`<p class="small"><a href="${page}">Decide it as the payer does</a></p>` : ""}
</li>`;
}

function drawDecisions({ name, decisions }: SimulatedProvider, { id }: SimulatedPayment): Html {
  return html`
<form method="post" action="/decide" class="row decide">
  <input type="hidden" name="provider" value="${name}"><input type="hidden" name="id" value="${id}">
  ${decisions.map((decision) => html`<button class="btn" id="${name}-${id}-${decision}" name="decision" value="${decision}">${inWords(decision)}</button>`)}
</form>`;
}

function drawFaults(rules: readonly FaultRule[]): Html {
  if (rules.length === 0) return html`<p class="small muted">Nothing goes wrong on purpose.</p>`;
  return html`<ul class="stack gap-4">${rules.map(
    ({ id, phase, fault, left }) => html`
<li><form method="post" action="/faults/off" class="apart">
  <input type="hidden" name="id" value="${id}">
  <span class="small"><b>${fault}</b> on ${phase}, ${left === 1 ? "once" : `${left} times`}</span>
  <button class="btn bare small" id="fault-${id}" aria-label="Take ${fault} on ${phase} off">Off</button>
</form></li>`,
  )}</ul>`;
}

function drawNewFault(name: SimulatedProvider["name"], phases: readonly Phase[]): Html {
  const fits = (phase: Phase) =>
    (Object.keys(FAULTS) as FaultName[]).filter((fault) => unsuitable(name, phase, fault) === undefined);
  return html`
<details class="fold"><summary class="small">Make something go wrong</summary>
  <form method="post" action="/faults" class="stack gap-8">
    <input type="hidden" name="provider" value="${name}">
    <label class="sr" for="${name}-what">What, and where</label>
    <select class="in" id="${name}-what" name="what">${phases.map(
      (phase) =>
        html`<optgroup label="${phase}">${fits(phase).map((fault) => html`<option value="${phase}/${fault}">${fault}: ${FAULTS[fault].says}</option>`)}</optgroup>`,
    )}</select>
    <p class="row times"><label class="small" for="${name}-times">So often</label><input class="in" id="${name}-times" name="times" type="number" min="1" max="1000" value="1"><button class="btn" id="${name}-add">Add</button></p>
  </form>
</details>`;
}

/** `wrong-pin` → `Wrong pin` */
function inWords(name: string): string {
  const words = name.replaceAll("-", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
