import { html } from "hono/html";
import type { Html } from "./layout.ts";

const CLOCK = new Intl.DateTimeFormat("en-GB", {
  timeZone: "Africa/Nairobi",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
});
const DAY = new Intl.DateTimeFormat("en-GB", { timeZone: "Africa/Nairobi", day: "numeric", month: "short" });
const GROUPED = new Intl.NumberFormat("en-KE");
const WITH_CENTS = new Intl.NumberFormat("en-KE", { minimumFractionDigits: 2 });
const LINK = /(https?:\/\/[^\s<>"]*[^\s<>".,;:!?)])/g;

/** `KES 10,200`, from whole shillings. */
export const money = (shillings: number): string => `KES ${GROUPED.format(shillings)}`;

/** `Ksh10,200.00`, as M-Pesa writes it. */
export const mpesaMoney = (shillings: number): string => `Ksh${WITH_CENTS.format(shillings)}`;

/** `254712345678` → `0712 345 678` */
export function phoneName(phone: string): string {
  return phone.replace(/^\+?254(\d{3})(\d{3})(\d{3})$/, "0$1 $2 $3");
}

/** Nairobi time, with the day where it is not today's. */
export function time(iso: string): Html {
  const at = new Date(iso);
  const day = DAY.format(at) === DAY.format(new Date()) ? "" : `${DAY.format(at)}, `;
  return html`<time datetime="${iso}">${day}${CLOCK.format(at)}</time>`;
}

/** Plain text with its addresses made links that open beside this page. */
export function linked(text: string): (Html | string)[] {
  return text
    .split(LINK)
    .map((part, index) =>
      index % 2 === 1 ? html`<a href="${part}" target="_blank" rel="noopener">${part}</a>` : part,
    );
}
