import { html } from "hono/html";
import type { World } from "../core/world.ts";
import { MPESA } from "../credentials.ts";
import { findPushes } from "../mpesa/find-pushes.ts";
import type { OutcomeName } from "../mpesa/outcomes.ts";
import type { Push } from "../mpesa/push.ts";
import { type Html, page } from "./layout.ts";
import { phoneTexts } from "./phone-texts.ts";
import { linked, money, mpesaMoney, phoneName, time } from "./words.ts";

const NOBODY = "254712345678";
const PAYMENTS_SHOWN = 6;
const TEXTS_SHOWN = 12;

/** What a push's end is called, and which lozenge it has. */
const ENDS: Record<OutcomeName, { word: string; shape: "done" | "fail" }> = {
  approve: { word: "Paid", shape: "done" },
  "wrong-pin": { word: "Wrong PIN", shape: "fail" },
  insufficient: { word: "Not enough money", shape: "fail" },
  cancel: { word: "Cancelled", shape: "fail" },
  ignore: { word: "Not answered", shape: "fail" },
  "not-permitted": { word: "Not permitted", shape: "fail" },
};

/** One phone with its prompt and its texts. Without `number` it is whichever phone rang last. */
export function phonePage(world: World, number: string | undefined): Html {
  const open = findPushes(world, {})
    .filter((push) => push.state === "open")
    .reverse();
  const phone = normalised(number) ?? open[0]?.phone ?? [...world.pushes.values()].at(-1)?.phone ?? NOBODY;
  const pushes = findPushes(world, { phone }).reverse();
  const prompt = pushes.find((push) => push.state === "open");

  return page(
    "Simulated phone",
    "/phone",
    html`
<h1 class="title">Simulated phone</h1>
<div class="two phone">
  <section class="stack" id="handset" data-live data-say="${prompt ? `A prompt for ${money(prompt.amountShillings)} is on ${phoneName(phone)}` : `No prompt on ${phoneName(phone)}`}">
    ${drawHandset(phone, pushes, number)}
  </section>
  <div class="stack beside">
    <section class="stack" id="phones" data-live>${drawPhones(open, phone, number)}</section>
    <section class="stack" id="texts" data-live><h2>Texts on this phone</h2>${drawTexts(world, phone, pushes)}</section>
    <section class="stack" id="payments" data-live>${drawPayments(pushes)}</section>
  </div>
</div>`,
  );
}

function drawHandset(phone: string, pushes: readonly Push[], number: string | undefined): Html {
  const prompt = pushes.find((push) => push.state === "open");
  return html`
<div class="handset">
  <p class="bar"><b class="id">${phoneName(phone)}</b><span>Simulated</span></p>
  <div class="screen">${prompt ? drawPrompt(prompt, number) : drawIdle(phone, pushes[0])}</div>
</div>
${prompt ? drawOtherwise(prompt) : ""}`;
}

function drawIdle(phone: string, last: Push | undefined): Html {
  const end = last?.outcome && ENDS[last.outcome];
  return html`
<div class="idle">
  ${last && end ? html`<p class="st ${end.shape}">${money(last.amountShillings)}: ${end.word.toLowerCase().replace("pin", "PIN")}</p>` : ""}
  <p class="name">No prompt on this phone.</p>
  <p class="small">It appears here by itself when the shop asks ${phoneName(phone)} for money.</p>
</div>`;
}

/** The very words of the prompt, so that a shopper's page can be compared with it. */
function drawPrompt(push: Push, number: string | undefined): Html {
  const words = `Do you want to pay ${mpesaMoney(push.amountShillings)} to ${MPESA.merchantName} Account no. ${push.reference}? Enter M-PESA PIN:`;
  return html`
<form class="prompt" id="prompt" method="post" action="/phone/decision" aria-label="M-PESA prompt">
  <input type="hidden" name="checkoutRequestId" value="${push.checkoutRequestId}">
  ${number ? html`<input type="hidden" name="number" value="${number}">` : ""}
  <button name="decision" value="approve" hidden></button>
  <label for="pin">${words}</label>
  <input class="pin" id="pin" type="password" inputmode="numeric" autocomplete="off" maxlength="4" aria-describedby="any-pin" data-of="${push.checkoutRequestId}">
  <p class="row"><button id="cancel" name="decision" value="cancel">Cancel</button><button id="approve" class="go" name="decision" value="approve">Approve</button></p>
</form>
<p class="life small"><span data-until="${push.expiresAt}"></span><span id="any-pin">Any PIN will do, or none.</span></p>`;
}

function drawOtherwise(push: Push): Html {
  const choices = [
    ["wrong-pin", "Wrong PIN"],
    ["insufficient", "Not enough money"],
    ["ignore", "Ignore"],
  ] as const;
  return html`
<div class="otherwise">
  <h2 class="lab">Or let it go another way</h2>
  <p class="row">${choices.map(
    ([decision, name]) =>
      html`<button class="btn" id="${decision}" form="prompt" name="decision" value="${decision}">${name}</button>`,
  )}</p>
  ${push.ignored ? html`<p class="st wait small">Ignored: the prompt stays until its time is over</p>` : ""}
</div>`;
}

function drawPhones(open: readonly Push[], phone: string, number: string | undefined): Html {
  return html`
<h2>Phones that ring</h2>
${
  open.length === 0
    ? html`<p class="muted">No prompt is open.</p>`
    : html`<ul class="phones">${open.slice(0, 20).map(
        (push) => html`
<li><a href="/phone?number=${push.phone}" ${push.phone === phone ? html`aria-current="true"` : ""}><b class="id">${phoneName(push.phone)}</b><span class="id muted">${push.reference}</span><span class="num">${money(push.amountShillings)}</span></a></li>`,
      )}</ul>`
}
${open.length > 20 ? html`<p class="small muted">and ${open.length - 20} more</p>` : ""}
<form class="pick" action="/phone"><label class="lab" for="number">Another number</label><span><input class="in" id="number" name="number" inputmode="tel" placeholder="0712 345 678" value="${number ? phoneName(phone) : ""}" required><button class="btn">Show</button></span></form>
${number ? html`<p class="small"><a href="/phone">Follow whichever phone rings</a></p>` : html`<p class="small muted">Showing whichever phone rang last.</p>`}`;
}

function drawTexts(world: World, phone: string, pushes: readonly Push[]): Html {
  const texts = phoneTexts(world, phone, pushes).slice(0, TEXTS_SHOWN);
  if (texts.length === 0) return html`<p class="muted">None yet.</p>`;
  return html`<ol class="texts">${texts.map(
    ({ from, at, text }) =>
      html`<li><p class="apart small"><b>${from}</b><span class="muted">${time(at)}</span></p><p class="bubble">${linked(text)}</p></li>`,
  )}</ol>`;
}

function drawPayments(pushes: readonly Push[]): Html | string {
  if (pushes.length === 0) return "";
  return html`
<h2>What M-Pesa remembers</h2>
<ul class="remembered">${pushes.slice(0, PAYMENTS_SHOWN).map((push) => {
    const end = push.outcome && ENDS[push.outcome];
    return html`
<li>
  <p class="apart"><span class="st ${end?.shape ?? "wait"}">${end?.word ?? "Waiting"}</span><b class="num">${money(push.amountShillings)}</b></p>
  <p class="apart small muted"><span class="id">${push.reference}${push.receipt ? html` · ${push.receipt}` : ""}</span><span>${time(push.createdAt)}</span></p>
  ${push.outcome ? html`<p class="small muted">${told(push)}</p>` : ""}
</li>`;
  })}</ul>`;
}

/** Whether the shop's callback address heard of it. */
function told({ callback }: Push): Html | string {
  switch (callback.state) {
    case "delivered":
      return `The shop was told; it answered ${callback.statuses.join(", ")}.`;
    case "failed":
      return "The shop could not be reached, and is not told again.";
    case "dropped":
      return "The shop is not told; it has to ask.";
    default:
      return callback.dueAt ? html`The shop is told at ${time(callback.dueAt)}.` : "The shop is being told.";
  }
}

/** Accepts a number as people write it; undefined when it is not a Kenyan mobile number. */
function normalised(number: string | undefined): string | undefined {
  const digits = (number ?? "").replaceAll(/\D/g, "");
  const tail = /^(?:254|0)?([17]\d{8})$/.exec(digits)?.[1];
  return tail && `254${tail}`;
}
