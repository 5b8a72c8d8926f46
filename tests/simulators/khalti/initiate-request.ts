import type { FieldErrors } from "./errors.ts";
import type { InitiateRequest } from "./payment.ts";

const LEAST_PAISA = 1000;
const PHONE = /^9[678]\d{8}$/;
const NEEDED = ["return_url", "website_url", "amount", "purchase_order_id", "purchase_order_name"] as const;

/** Reads the body of `initiate` as strictly as Khalti does. */
export function readInitiateRequest(
  body: Record<string, unknown>,
): { request: InitiateRequest } | { errors: FieldErrors } {
  const errors: Record<string, string[]> = {};
  const say = (field: string, sentence: string) => {
    errors[field] ??= [sentence];
  };

  for (const field of NEEDED) {
    if (body[field] === undefined) say(field, "This field is required.");
    else if (body[field] === "") say(field, "This field may not be blank.");
    else if (body[field] === null) say(field, "This field may not be null.");
  }
  for (const field of ["return_url", "website_url"]) if (!isUrl(body[field])) say(field, "Enter a valid URL.");
  for (const field of ["purchase_order_id", "purchase_order_name"]) {
    if (typeof body[field] !== "string") say(field, "Not a valid string.");
  }
  const { amount } = body;
  if (typeof amount !== "number" || !Number.isSafeInteger(amount)) say("amount", "A valid integer is required.");
  else if (amount < LEAST_PAISA) say("amount", "Amount should be greater than Rs. 10, that is 1000 paisa.");
  if (!sumsUp(body.amount_breakdown, amount)) say("amount_breakdown", "Amount Breakdown mismatch.");
  const customer = (body.customer_info ?? {}) as Record<string, unknown>;
  if (customer.phone !== undefined && !PHONE.test(String(customer.phone))) say("phone", "Enter a valid phone number.");
  if (Object.keys(errors).length > 0) return { errors };

  return {
    request: {
      returnUrl: String(body.return_url),
      websiteUrl: String(body.website_url),
      amount: Number(amount),
      purchaseOrderId: String(body.purchase_order_id),
      purchaseOrderName: String(body.purchase_order_name),
      phone: customer.phone === undefined ? null : String(customer.phone),
    },
  };
}

function isUrl(value: unknown): boolean {
  return typeof value === "string" && /^https?:$/.test(URL.canParse(value) ? new URL(value).protocol : "");
}

/** A breakdown may be left out; a given one says what the amount consists of. */
function sumsUp(breakdown: unknown, amount: unknown): boolean {
  if (breakdown === undefined) return true;
  if (!Array.isArray(breakdown)) return false;
  return breakdown.reduce((sum: number, part) => sum + Number(part?.amount), 0) === amount;
}
