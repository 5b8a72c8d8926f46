import { html } from "hono/html";
import type { Told } from "../core/deliver.ts";
import type { Prompt } from "../core/prompt.ts";
import type { SimulatedProvider } from "../core/provider.ts";
import type { World } from "../core/world.ts";
import { type Html, page } from "./layout.ts";
import { phoneTexts } from "./phone-texts.ts";
import { PROVIDER_NAMES } from "./provider-names.ts";
import { linked, money, phoneName, time } from "./words.ts";

const NOBODY = "254712345678";
const PAYMENTS_SHOWN = 6;
const TEXTS_SHOWN = 12;

/** A prompt and who put it there. */
type Ringing = Prompt & { readonly provider: SimulatedProvider["name"] };

/** One phone with its prompt and its texts. Without `number` it is whichever phone rang last. */
export function phonePage(world: World, providers: readonly SimulatedProvider[], number: string | undefined): Html {
  const ringing = promptsOf(providers);
  const open = ringing.filter(({ end }) => !end);
  const phone = normalised(number) ?? open[0]?.phone ?? ringing[0]?.phone ?? NOBODY;
  const prompts = promptsOf(providers, phone);
  const prompt = prompts.find(({ end }) => !end);

  return page(
    "Simulated phone",
    "/phone",
    html`
<h1 class="title">Simulated phone</h1>
<div class="two phone">
  <section class="stack" id="handset" data-live data-say="${prompt ? `A prompt for ${money(prompt.amountShillings)} is on ${phoneName(phone)}` : `No prompt on ${phoneName(phone)}`}">
    ${drawHandset(phone, prompts, number)}
  </section>
  <div class="stack beside">
    <section class="stack" id="phones" data-live>${drawPhones(open, phone, number)}</section>
    <section class="stack" id="texts" data-live><h2>Texts on this phone</h2>${drawTexts(world, phone, prompts)}</section>
    <section class="stack" id="payments" data-live>${drawPayments(prompts)}</section>
  </div>
</div>`,
  );
}

/** Newest first, whoever they are of. */
function promptsOf(providers: readonly SimulatedProvider[], phone?: string): Ringing[] {
  return providers
    .flatMap(({ name, prompts }) => (prompts?.(phone) ?? []).map((prompt) => ({ ...prompt, provider: name })))
    .reverse()
    .sort((one, other) => other.createdAt.localeCompare(one.createdAt));
}

function drawHandset(phone: string, prompts: readonly Ringing[], number: string | undefined): Html {
  const prompt = prompts.find(({ end }) => !end);
  return html`
<div class="handset">
  <p class="bar"><b class="id">${phoneName(phone)}</b><span>Simulated</span></p>
  <div class="screen">${prompt ? drawPrompt(prompt, number) : drawIdle(phone, prompts[0])}</div>
</div>
${prompt ? drawOtherwise(prompt) : ""}`;
}

function drawIdle(phone: string, last: Ringing | undefined): Html {
  const end = last?.end;
  return html`
<div class="idle">
  ${last && end ? html`<p class="st ${end.shape}">${money(last.amountShillings)}: ${end.word.toLowerCase().replace("pin", "PIN")}</p>` : ""}
  <p class="name">No prompt on this phone.</p>
  <p class="small">It appears here by itself when the shop asks ${phoneName(phone)} for money.</p>
</div>`;
}

/** The very words of the prompt, so that a shopper's page can be compared with it. */
function drawPrompt(prompt: Ringing, number: string | undefined): Html {
  const { provider, id, words, expiresAt } = prompt;
  return html`
<form class="prompt" id="prompt" method="post" action="/phone/decision" aria-label="${PROVIDER_NAMES[provider]} prompt">
  <input type="hidden" name="provider" value="${provider}"><input type="hidden" name="id" value="${id}">
  ${number ? html`<input type="hidden" name="number" value="${number}">` : ""}
  <button name="decision" value="approve" hidden></button>
  <label for="pin">${words}</label>
  <input class="pin" id="pin" type="password" inputmode="numeric" autocomplete="off" maxlength="4" aria-describedby="any-pin" data-of="${id}">
  <p class="row"><button id="cancel" name="decision" value="cancel">Cancel</button><button id="approve" class="go" name="decision" value="approve">Approve</button></p>
</form>
<p class="life small"><span data-until="${expiresAt}"></span><span id="any-pin">Any PIN will do, or none.</span></p>`;
}

function drawOtherwise({ otherwise, ignored }: Ringing): Html {
  return html`
<div class="otherwise">
  <h2 class="lab">Or let it go another way</h2>
  <p class="row">${otherwise.map(
    ([decision, name]) =>
      html`<button class="btn" id="${decision}" form="prompt" name="decision" value="${decision}">${name}</button>`,
  )}</p>
  ${ignored ? html`<p class="st wait small">Ignored: the prompt stays until its time is over</p>` : ""}
</div>`;
}

function drawPhones(open: readonly Ringing[], phone: string, number: string | undefined): Html {
  return html`
<h2>Phones that ring</h2>
${
  open.length === 0
    ? html`<p class="muted">No prompt is open.</p>`
    : html`<ul class="phones">${open.slice(0, 20).map(
        (prompt) => html`
<li><a href="/phone?number=${prompt.phone}" ${prompt.phone === phone ? html`aria-current="true"` : ""}><b class="id">${phoneName(prompt.phone)}</b><span class="id muted">${prompt.reference}</span><span class="num">${money(prompt.amountShillings)}</span></a></li>`,
      )}</ul>`
}
${open.length > 20 ? html`<p class="small muted">and ${open.length - 20} more</p>` : ""}
<form class="pick" action="/phone"><label class="lab" for="number">Another number</label><span><input class="in" id="number" name="number" inputmode="tel" placeholder="0712 345 678" value="${number ? phoneName(phone) : ""}" required><button class="btn">Show</button></span></form>
${number ? html`<p class="small"><a href="/phone">Follow whichever phone rings</a></p>` : html`<p class="small muted">Showing whichever phone rang last.</p>`}`;
}

function drawTexts(world: World, phone: string, prompts: readonly Ringing[]): Html {
  const texts = phoneTexts(world, phone, prompts).slice(0, TEXTS_SHOWN);
  if (texts.length === 0) return html`<p class="muted">None yet.</p>`;
  return html`<ol class="texts">${texts.map(
    ({ from, at, text }) =>
      html`<li><p class="apart small"><b>${from}</b><span class="muted">${time(at)}</span></p><p class="bubble">${linked(text)}</p></li>`,
  )}</ol>`;
}

function drawPayments(prompts: readonly Ringing[]): Html | string {
  if (prompts.length === 0) return "";
  return html`
<h2>What became of its prompts</h2>
<ul class="remembered">${prompts.slice(0, PAYMENTS_SHOWN).map(
    ({ provider, end, amountShillings, reference, receipt, createdAt, told }) => html`
<li>
  <p class="apart"><span class="st ${end?.shape ?? "wait"}">${end?.word ?? "Waiting"}</span><b class="num">${money(amountShillings)}</b></p>
  <p class="apart small muted"><span><span>${PROVIDER_NAMES[provider]}</span> <span class="id">${reference}${receipt ? html` · ${receipt}` : ""}</span></span><span>${time(createdAt)}</span></p>
  ${end ? html`<p class="small muted">${inWords(told)}</p>` : ""}
</li>`,
  )}</ul>`;
}

/** Whether the shop's callback address heard of it. */
function inWords({ state, statuses, dueAt }: Told): Html | string {
  switch (state) {
    case "none":
      return "The shop is not told as long as nobody knows.";
    case "delivered":
      return `The shop was told; it answered ${statuses.join(", ")}.`;
    case "failed":
      return "The shop could not be reached, and is not told again.";
    case "dropped":
      return "The shop is not told; it has to ask.";
    case "waiting":
      return dueAt ? html`The shop is told at ${time(dueAt)}.` : "The shop is being told.";
  }
}

/** Accepts a number as people write it; undefined when it is not a Kenyan mobile number. */
function normalised(number: string | undefined): string | undefined {
  const digits = (number ?? "").replaceAll(/\D/g, "");
  const tail = /^(?:254|0)?([17]\d{8})$/.exec(digits)?.[1];
  return tail && `254${tail}`;
}
