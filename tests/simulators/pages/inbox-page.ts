import { html } from "hono/html";
import type { Message } from "../core/world.ts";
import { type Html, page } from "./layout.ts";
import { linked, phoneName, time } from "./words.ts";

interface Inbox {
  readonly messages: readonly Message[];
  /** How many fit the filter, of which `messages` are the newest. */
  readonly total: number;
  readonly opened: Message | undefined;
  readonly to: string | undefined;
  readonly channel: Message["channel"] | undefined;
}

/** Every mail and text of the shop, newest first; one may be open beside the list. */
export function inboxPage(inbox: Inbox): Html {
  const { messages, total, opened, to, channel } = inbox;
  const title = opened ? opened.subject || `Text to ${nameOf(opened)}` : "Inbox";
  return page(
    title,
    "/inbox",
    html`
<div class="apart inbox-head ${opened ? "wide-only" : ""}">
  <h1 class="title">Inbox</h1>
  <form class="pick" action="/inbox"><label class="sr" for="to">Address or phone</label><span><input class="in" id="to" name="to" placeholder="Address or phone" value="${to ?? ""}"><button class="btn">Find</button></span></form>
</div>
<div class="inbox ${opened ? "is-open" : ""}">
  <section class="list" id="list" aria-label="Messages" data-live data-say="${total} ${total === 1 ? "message" : "messages"}">
    <p class="words small"><span>${total === 0 ? "Nothing" : total}</span>${drawChannels(inbox)}${to ? html`<span>to <a class="word" href="${address({ channel })}" aria-label="${to}, take this filter away">${to}</a></span>` : ""}</p>
    ${messages.length === 0 ? drawNothing(to, channel) : html`<ol class="messages">${messages.map((message) => drawRow(message, inbox))}</ol>`}
    ${total > messages.length ? html`<p class="small muted">The newest ${messages.length} are shown.</p>` : ""}
  </section>
  <section class="reader" id="reader" aria-label="Open message" data-live>${opened ? drawMessage(opened, inbox) : html`<p class="muted hollow">Choose a message to read it here.</p>`}</section>
</div>`,
  );
}

function drawChannels({ to, channel }: Inbox): Html {
  const choices = [
    [undefined, "mails and texts"],
    ["mail", "mails"],
    ["sms", "texts"],
  ] as const;
  return html`<span class="channels">${choices.map(
    ([value, name]) =>
      html`<a href="${address({ to, channel: value })}" ${value === channel ? html`aria-current="true"` : ""}>${name}</a>`,
  )}</span>`;
}

function drawNothing(to: string | undefined, channel: Message["channel"] | undefined): Html {
  if (to || channel) return html`<p class="hollow muted">Nothing fits. <a href="/inbox">Show everything</a></p>`;
  return html`<p class="hollow muted">The shop has sent nothing yet. Mails and texts appear here by themselves.</p>`;
}

function drawRow(message: Message, { to, channel, opened }: Inbox): Html {
  const { subject, text, at } = message;
  return html`
<li><a href="${address({ to, channel, open: message.id })}" ${message === opened ? html`aria-current="true"` : ""}>
  <span class="apart small"><span class="kind">${message.channel === "mail" ? "Mail" : "SMS"}</span><span class="whom">${nameOf(message)}</span><span class="muted">${time(at)}</span></span>
  ${
    subject
      ? html`<b class="what">${subject}</b><span class="small muted first">${text.replaceAll(/\s+/g, " ").slice(0, 120)}</span>`
      : html`<span class="said">${text}</span>`
  }
</a></li>`;
}

function drawMessage(message: Message, { to, channel }: Inbox): Html {
  const isMail = message.channel === "mail";
  const headers = Object.entries(message.headers);
  return html`
<p class="narrow-only"><a class="btn bare" href="${address({ to, channel })}">Back to the inbox</a></p>
<article class="stack">
  <h2 class="subject">${isMail ? message.subject : `Text to ${nameOf(message)}`}</h2>
  <dl class="facts small">
    <div><dt>From</dt><dd>${message.from}</dd></div>
    <div><dt>To</dt><dd>${message.to.map(phoneName).join(", ")}</dd></div>
    <div><dt>At</dt><dd>${time(message.at)}</dd></div>
    ${isMail ? "" : html`<div><dt>Billed as</dt><dd>${message.parts} ${message.parts === 1 ? "text" : "texts"}</dd></div>`}
    ${message.attachments.length > 0 ? html`<div><dt>With</dt><dd>${message.attachments.join(", ")}</dd></div>` : ""}
  </dl>
  ${isMail ? drawMail(message) : html`<p class="bubble">${linked(message.text)}</p>`}
  ${headers.length > 0 ? html`<details class="fold"><summary>Headers</summary><dl class="facts small">${headers.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl></details>` : ""}
</article>`;
}

/** The HTML runs no script: the frame's sandbox has no allow-scripts. Its links open beside this page. */
function drawMail({ html: body, text }: Message): Html {
  const plain = html`<div class="plain">${text ? linked(text) : "This mail has no text version."}</div>`;
  if (!body) return plain;
  const framed = `<base target="_blank">${body}`;
  return html`
<iframe class="mail" title="The mail as it looks" sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox" srcdoc="${framed}"></iframe>
<details class="fold"><summary>Text version</summary>${plain}</details>`;
}

function nameOf({ to }: Message): string {
  const [first = "", ...others] = to.map(phoneName);
  return others.length > 0 ? `${first} and ${others.length} more` : first;
}

/** A place in the inbox; what is undefined is left out. */
function address(query: { to?: string | undefined; channel?: string | undefined; open?: string | undefined }): string {
  const words = Object.entries(query).filter((entry): entry is [string, string] => Boolean(entry[1]));
  return words.length > 0 ? `/inbox?${new URLSearchParams(words)}` : "/inbox";
}
