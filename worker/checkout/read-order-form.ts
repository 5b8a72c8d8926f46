import type { z } from "zod";
import type { placeOrderBody } from "#domain/checkout/schema";
import { DomainError, type FieldError, fieldErrors } from "#domain/errors";
import { readPhone } from "#domain/phone";
import type { Deps } from "../deps.ts";
import { type PaymentGateway, takesAmount } from "../payments/gateway.ts";
import { needsAddress, type SignedQuote } from "./quote.ts";

export type PlaceOrderBody = z.infer<typeof placeOrderBody>;

/** What was typed, understood: phones in E.164, the e-mail in lower case, the chosen delivery and gateway. */
export interface OrderForm {
  readonly contact: { name: string; email: string | null; phone: string | null };
  readonly address: { street: string; region: string; country: string; note: string } | null;
  readonly delivery: SignedQuote["delivery"][number];
  readonly gateway: PaymentGateway;
  readonly paymentPhone: string | null;
}

/** @throws {DomainError} validation-failed naming every field at fault at once; method-unavailable */
export function readOrderForm(deps: Deps, body: PlaceOrderBody, signed: SignedQuote): OrderForm {
  const errors: FieldError[] = [];
  const country = signed.market.country;

  if (signed.lines.length === 0)
    errors.push({ pointer: "/quote", detail: "There is nothing in the cart that can be bought." });
  if (signed.lines.some((line) => line.quantity > 1_000))
    errors.push({ pointer: "/quote", detail: "At most 1,000 pieces of one thing." });

  const email = body.contact.email?.trim().toLowerCase() || null;
  if (email && !/^[^\s@<>()",;:\\]+@[^\s@<>()",;:\\]+\.[^\s@<>()",;:\\]{2,}$/.test(email))
    errors.push({ pointer: "/contact/email", detail: "This does not look like an e-mail address." });
  const phone = read(body.contact.phone, "/contact/phone");
  if (!email && !body.contact.phone)
    errors.push({ pointer: "/contact/email", detail: "Give an e-mail or a phone number, so that we can reach you." });

  const delivery = signed.delivery.find((method) => method.id === body.deliveryMethodId);
  if (!delivery) errors.push({ pointer: "/deliveryMethodId", detail: "Choose how it should reach you." });
  const asksAddress = delivery !== undefined && needsAddress(delivery.kind);
  if (asksAddress && !body.address)
    errors.push({ pointer: "/address/street", detail: "Where should it go? Estate, building, house." });

  const gateway = signed.gateways.includes(body.paymentMethod) ? deps.gateways.get(body.paymentMethod) : undefined;
  const paymentPhone = gateway?.words.asksPhone ? readPaymentPhone(gateway, body.paymentPhone, country, errors) : null;

  if (errors.length > 0) throw fieldErrors(errors);
  if (!delivery) throw fieldErrors([{ pointer: "/deliveryMethodId", detail: "Choose how it should reach you." }]);
  const { totalMinor } = delivery.totals;
  if (!gateway || !takesAmount(gateway, totalMinor, signed.market.currency)) throw unavailable();
  return {
    contact: { name: body.contact.name, email, phone },
    address: asksAddress && body.address ? { ...body.address, country } : null,
    delivery,
    gateway,
    paymentPhone,
  };

  function read(typed: string | undefined, pointer: string): string | null {
    if (!typed) return null;
    const result = readPhone(typed, country);
    if ("e164" in result) return result.e164;
    errors.push({ pointer, detail: result.problem });
    return null;
  }
}

/** The phone to be charged, in E.164; what is wrong with it goes to `errors`. */
export function readPaymentPhone(
  gateway: PaymentGateway,
  typed: string | undefined,
  country: string,
  errors: FieldError[],
): string | null {
  const result = typed ? readPhone(typed, country) : { problem: "Which number should we charge?" };
  const problem = "e164" in result ? gateway.checkPhone(result.e164) : result.problem;
  if (problem) errors.push({ pointer: "/paymentPhone", detail: problem });
  return "e164" in result ? result.e164 : null;
}

export const unavailable = () =>
  new DomainError("method-unavailable", "This way of paying is not available for this order. Please choose another.", {
    errors: [{ pointer: "/paymentMethod", detail: "not available" }],
  });
