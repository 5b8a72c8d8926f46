import type { QuoteView } from "#domain/checkout/schema";
import type { FieldError } from "#domain/errors";
import type { GatewayCode } from "#domain/payments/names";
import { chosen, type Errors, type FieldName, type Typed } from "#stores/checkout";
import { phoneProblem } from "./phone.ts";

export type Part = "contact" | "delivery" | "payment";

/** Which part of the page a field stands in. */
export const PART_OF: Readonly<Record<FieldName, Part>> = {
  name: "contact",
  email: "contact",
  phone: "contact",
  deliveryMethodId: "delivery",
  street: "delivery",
  region: "delivery",
  note: "delivery",
  paymentMethod: "payment",
  paymentPhone: "payment",
};

/** Each way that asks for a number has a field of its own, all for the same number: only the chosen one's is sent. */
export const phoneFieldOf = (code: GatewayCode): string => `paymentPhone-${code}`;

const has = (typed: Typed, name: FieldName): boolean => (typed[name]?.trim() ?? "") !== "";

/** What is missing or cannot be right, per part. The server decides; this only spares a round trip. */
export function check(part: Part, typed: Typed, view: QuoteView): Errors {
  if (part === "contact") return checkContact(typed, view.market.country);
  if (part === "delivery") return checkDelivery(typed, view);
  return checkPayment(typed, view);
}

function checkContact(typed: Typed, country: string): Errors {
  const errors: Errors = {};
  if (!has(typed, "name")) errors.name = "Tell us whom to hand it to.";
  if (!has(typed, "email") && !has(typed, "phone"))
    errors.phone = "Give a phone number or an e-mail address, so that we can reach you.";
  if (has(typed, "email") && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(typed.email?.trim() ?? "")) {
    errors.email = "This address is not complete. It should look like amina@example.co.ke.";
  }
  const wrong = has(typed, "phone") ? phoneProblem(typed.phone ?? "", country) : null;
  if (wrong) errors.phone = wrong;
  return errors;
}

function checkDelivery(typed: Typed, view: QuoteView): Errors {
  const { delivery } = chosen(typed, view);
  if (!delivery) return { deliveryMethodId: "Choose how it should reach you." };
  if (!delivery.needsAddress) return {};
  const errors: Errors = {};
  if (!has(typed, "street")) errors.street = "Where should it go? Estate, building, house.";
  if (!has(typed, "region")) errors.region = `Which ${regionWord(view.market.country).toLowerCase()}?`;
  return errors;
}

function checkPayment(typed: Typed, view: QuoteView): Errors {
  const { payment, paymentPhone } = chosen(typed, view);
  if (!payment) return { paymentMethod: "Choose how to pay." };
  const wrong = payment.asksPhone ? phoneProblem(paymentPhone, view.market.country) : null;
  return wrong ? { paymentPhone: wrong } : {};
}

/** Kenya has counties, Nepal districts; elsewhere the country must be said too. */
export const regionWord = (country: string): string =>
  ({ KE: "County", NP: "District" })[country] ?? "Region and country";

const FIELD_AT: Readonly<Record<string, FieldName>> = {
  "/contact": "name",
  "/contact/name": "name",
  "/contact/email": "email",
  "/contact/phone": "phone",
  "/address": "street",
  "/address/street": "street",
  "/address/region": "region",
  "/address/note": "note",
  "/deliveryMethodId": "deliveryMethodId",
  "/paymentMethod": "paymentMethod",
  "/paymentPhone": "paymentPhone",
};

/** The server's errors at their fields; sentences that belong to no field are kept apart. */
export function placeErrors(errors: readonly FieldError[]): { fields: Errors; rest: string[] } {
  const fields: Errors = {};
  const rest: string[] = [];
  for (const { pointer, detail } of errors) {
    const field = FIELD_AT[pointer];
    if (!field) rest.push(detail);
    else fields[field] ??= detail;
  }
  return { fields, rest };
}
