import type { OrderBundle } from "#db/queries/orders";
import type { Message } from "#db/queries/outbox";
import { formatMoney, money } from "#domain/money";
import type { TransferView } from "#domain/payments/bank-schema";
import { maskPhone } from "#domain/phone";
import { type Sentences, sentencesOf } from "#domain/sentences/languages";
import { firstLocale, INTL } from "#domain/sentences/locales";
import type { Mail } from "./email.ts";

/** The words of one message about an order. @throws {Error} on a template nobody wrote */
export function composeMail(
  message: Message,
  { order, lines, attempts, holdEndsAt, netMinor }: OrderBundle,
  orderUrl: string,
  transfer: TransferView | null = null,
): Mail {
  const words = wordsFor(order);
  const say = words.mail;
  const total = formatMoney(money(order.totalMinor, order.currency));
  const attempt = attempts[0];
  const opening = ((): { subject: string; paragraphs: string[] } => {
    switch (message.template) {
      case "placed": {
        const how = attempt && say.placed.howToPay[attempt.gateway];
        return {
          subject: say.placed.subject(order),
          paragraphs: [
            say.placed.greeting({ name: order.contactName }),
            say.placed.opening(order),
            ...(how ? [how({ total, phone: attempt.phone ? maskPhone(attempt.phone) : "" })] : []),
            ...howToTransfer(transfer, say),
            ...(holdEndsAt ? [say.placed.kept({ until: moment(holdEndsAt, order) })] : []),
          ],
        };
      }
      case "paid": {
        const paid = attempts.find((one) => one.status === "captured");
        return {
          subject: say.paid.subject(order),
          paragraphs: [
            say.paid.greeting({ name: order.contactName }),
            paid ? say.paid.opening({ total, method: words.method[paid.gateway] ?? paid.gateway }) : say.paid.nothing,
            ...(paid?.receipt ? [say.paid.receipt({ receipt: paid.receipt })] : []),
          ],
        };
      }
      case "shipped":
        return {
          subject: say.shipped.subject(order),
          paragraphs: [
            say.shipped.greeting({ name: order.contactName }),
            say.shipped.opening({ carrier: message.payload.carrier ?? "", tracking: message.payload.tracking ?? "" }),
          ],
        };
      case "refunded": {
        const { reference = "" } = message.payload;
        return {
          subject: say.refunded.subject(order),
          paragraphs: [
            say.refunded.greeting({ name: order.contactName }),
            say.refunded.opening(backOf(message, order, words)),
            say.refunded.when,
            ...(reference ? [say.refunded.reference({ reference })] : []),
          ],
        };
      }
      case "link":
        return {
          subject: say.link.subject(order),
          paragraphs: [say.link.greeting({ name: order.contactName }), say.link.opening()],
        };
      case "proof-received":
      case "proof-rejected": {
        const { subject, greeting, opening } = say[message.template];
        const reason = message.payload.reason ?? "";
        return {
          subject: subject(order),
          paragraphs: [
            greeting({ name: order.contactName }),
            opening({ reason }),
            ...(message.template === "proof-rejected"
              ? [say["proof-rejected"].next, ...howToTransfer(transfer, say)]
              : []),
          ],
        };
      }
      case "transfer-short":
        return {
          subject: say["transfer-short"].subject(order),
          paragraphs: [
            say["transfer-short"].greeting({ name: order.contactName }),
            say["transfer-short"].opening(shortOf(message, order, netMinor)),
            ...howToTransfer(transfer, say),
            ...(holdEndsAt ? [say.placed.kept({ until: moment(holdEndsAt, order) })] : []),
          ],
        };
      default:
        throw new Error(`no words for the template ${message.template}`);
    }
  })();
  const delivery = say.delivery({ name: order.deliveryName, day: day(order.deliveryBy, order) });
  const rows = lines.map((line) => ({
    what: `${line.quantity} × ${line.productName}${line.variantName ? `, ${line.variantName}` : ""}`,
    amount: formatMoney(money(line.totalMinor, order.currency)),
  }));
  const sums = [
    ...rows,
    { what: order.deliveryName, amount: formatMoney(money(order.deliveryMinor, order.currency)) },
    { what: say.total, amount: total },
  ];
  const text = [
    ...opening.paragraphs,
    "",
    ...sums.map(({ what, amount }) => `${what}: ${amount}`),
    "",
    delivery,
    "",
    say.always,
    orderUrl,
    "",
    say.footer,
  ].join("\n");
  const html = [
    '<div style="font:16px/1.5 system-ui,sans-serif;color:#1c1917;max-width:34rem">',
    ...opening.paragraphs.map((line) => `<p>${escapeHtml(line)}</p>`),
    '<table style="border-collapse:collapse;width:100%">',
    ...sums.map(
      ({ what, amount }) =>
        `<tr><td style="padding:6px 0;border-top:1px solid #e5ded3">${escapeHtml(what)}</td><td style="padding:6px 0;border-top:1px solid #e5ded3;text-align:right;white-space:nowrap">${escapeHtml(amount)}</td></tr>`,
    ),
    "</table>",
    `<p>${escapeHtml(delivery)}</p><p>${escapeHtml(say.always)}<br><a href="${escapeHtml(orderUrl)}">${escapeHtml(orderUrl)}</a></p>`,
    `<p style="color:#6b6259;font-size:14px">${escapeHtml(say.footer)}</p></div>`,
  ].join("\n");
  return { to: message.recipient, subject: opening.subject, text, html };
}

/** Where to send it, how much, under which reference; nothing once no transfer is asked for. */
function howToTransfer(transfer: TransferView | null, { transfer: say }: Sentences["mail"]): string[] {
  if (!transfer?.account || transfer.state === "paid" || transfer.state === "over") return [];
  const { account, amountMinor, currency, reference } = transfer;
  return [
    say.account({
      amount: formatMoney(money(amountMinor, currency)),
      bank: [account.bankName, account.branch].filter(Boolean).join(", "),
      number: account.accountNumber,
      name: account.accountName,
      swift: account.swift,
    }),
    say.reference({ reference }),
    say.beware,
  ];
}

const shortOf = (message: Message, order: OrderBundle["order"], netMinor: number) => ({
  received: formatMoney(money(Number(message.payload.amountMinor ?? 0), order.currency)),
  rest: formatMoney(money(Math.max(0, order.totalMinor - netMinor), order.currency)),
});

const backOf = ({ payload }: Message, order: OrderBundle["order"], { method }: Sentences) => ({
  amount: formatMoney(money(Number(payload.amountMinor ?? 0), order.currency)),
  method: method[payload.method ?? ""] ?? payload.method ?? "",
});

export function composeSms(message: Message, { order, attempts, netMinor }: OrderBundle, orderUrl: string): string {
  const { sms } = wordsFor(order);
  const total = formatMoney(money(order.totalMinor, order.currency));
  const receipt = attempts.find((one) => one.status === "captured")?.receipt ?? "";
  switch (message.template) {
    case "placed":
      return sms.placed({ number: order.number, total, url: orderUrl });
    case "paid":
      return sms.paid({ number: order.number, total, receipt, url: orderUrl });
    case "proof-received":
      return sms["proof-received"]({ number: order.number, url: orderUrl });
    case "proof-rejected":
      return sms["proof-rejected"]({ number: order.number, reason: message.payload.reason ?? "", url: orderUrl });
    case "transfer-short":
      return sms["transfer-short"]({
        ...shortOf(message, order, netMinor),
        number: order.number,
        url: orderUrl,
      });
    case "link":
      return sms.link({ number: order.number, url: orderUrl });
    case "refunded":
      return sms.refunded({ ...backOf(message, order, wordsFor(order)), number: order.number, url: orderUrl });
    case "shipped":
      return sms.shipped({ number: order.number, carrier: message.payload.carrier ?? "", url: orderUrl });
    default:
      throw new Error(`no words for the template ${message.template}`);
  }
}

/** What goes to a shopper is in the language the order was placed in. */
const wordsFor = ({ locale }: Order): Sentences => sentencesOf(firstLocale(locale));

type Order = OrderBundle["order"];

/** The time of today, or day and time of one that lies further ahead. */
const moment = (at: number, order: Order): string =>
  at - order.createdAt < 12 * 3_600_000 ? clock(at, order) : `${day(at, order)}, ${clock(at, order)}`;
const clock = (at: number, order: Order): string =>
  written(at, order, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const day = (at: number, order: Order): string =>
  written(at, order, { weekday: "long", day: "numeric", month: "long" });
const written = (at: number, { locale, marketTimeZone: timeZone }: Order, how: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat(INTL[firstLocale(locale)], { timeZone, ...how }).format(at);
const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (mark) => `&#${mark.charCodeAt(0)};`);
