import * as z from "zod";
import { readAmount, readPositive } from "./amounts.ts";
import { type Detail, PaypalError, unprocessable } from "./errors.ts";

/** Amounts are strings; a number is refused. */
export const amountShape = z.object({
  currency_code: z.string().length(3),
  value: z
    .string()
    .max(32)
    .regex(/^((-?[0-9]+)|(-?([0-9]+)?[.][0-9]+))$/),
});
const BREAKDOWN = [
  "item_total",
  "shipping",
  "handling",
  "tax_total",
  "insurance",
  "shipping_discount",
  "discount",
] as const;

const unit = z.object({
  reference_id: z.string().min(1).max(256).default("default"),
  custom_id: z.string().max(127).optional(),
  invoice_id: z.string().max(127).optional(),
  description: z.string().max(127).optional(),
  soft_descriptor: z.string().max(22).optional(),
  amount: amountShape.extend({ breakdown: z.partialRecord(z.enum(BREAKDOWN), amountShape).optional() }),
  items: z
    .array(
      z.object({
        name: z.string().min(1).max(127),
        quantity: z.string().regex(/^[1-9][0-9]{0,9}$/),
        unit_amount: amountShape,
        sku: z.string().max(127).optional(),
        category: z.enum(["PHYSICAL_GOODS", "DIGITAL_GOODS", "DONATION"]).optional(),
      }),
    )
    .optional(),
});

const shared = {
  return_url: z.url().optional(),
  cancel_url: z.url().optional(),
  brand_name: z.string().max(127).optional(),
  locale: z
    .string()
    .regex(/^[a-z]{2}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}))?$/)
    .optional(),
  shipping_preference: z.enum(["GET_FROM_FILE", "NO_SHIPPING", "SET_PROVIDED_ADDRESS"]).optional(),
  user_action: z.enum(["CONTINUE", "PAY_NOW"]).optional(),
};
const experience = z.object({
  ...shared,
  landing_page: z.enum(["LOGIN", "GUEST_CHECKOUT", "NO_PREFERENCE"]).optional(),
  payment_method_preference: z.enum(["UNRESTRICTED", "IMMEDIATE_PAYMENT_REQUIRED"]).optional(),
});
/** Its deprecated predecessor. */
const application = z.object({ ...shared, landing_page: z.enum(["LOGIN", "BILLING", "NO_PREFERENCE"]).optional() });

const orderShape = z.object({
  intent: z.literal("CAPTURE"),
  purchase_units: z.array(unit).min(1).max(1), // PayPal takes ten; nobody needs more than one here.
  payment_source: z.object({ paypal: z.object({ experience_context: experience.optional() }) }).optional(),
  application_context: application.optional(),
});

export interface OrderRequest {
  readonly unit: z.output<typeof unit>;
  readonly amount: number;
  readonly returnUrl: string | null;
  readonly cancelUrl: string | null;
  /** Whether it was asked for with `payment_source`, the newer way. */
  readonly namesSource: boolean;
}

/** Reads and checks the body of a new order. @throws PaypalError */
export function readOrderRequest(body: unknown): OrderRequest {
  const read = readBody(orderShape, body);
  const [first] = read.purchase_units;
  if (!first) throw new PaypalError(400);
  const amount = readPositive(first.amount, "/purchase_units/@reference_id=='default'/amount");
  checkSums(first, amount);
  const context = read.payment_source?.paypal.experience_context ?? read.application_context;
  return {
    unit: first,
    amount,
    returnUrl: context?.return_url ?? null,
    cancelUrl: context?.cancel_url ?? null,
    namesSource: read.payment_source !== undefined,
  };
}

function checkSums({ amount: { breakdown }, items }: z.output<typeof unit>, amount: number): void {
  const part = (name: (typeof BREAKDOWN)[number]) =>
    breakdown?.[name] ? readAmount(breakdown[name], `/amount/breakdown/${name}`) : 0;
  const added = part("item_total") + part("shipping") + part("handling") + part("tax_total") + part("insurance");
  if (breakdown && added - part("shipping_discount") - part("discount") !== amount)
    throw unprocessable("AMOUNT_MISMATCH");
  if (!items) return;
  if (!breakdown?.item_total) throw unprocessable("ITEM_TOTAL_REQUIRED");
  const lines = items.map((item) => Number(item.quantity) * readAmount(item.unit_amount, "/items/unit_amount"));
  if (lines.reduce((sum, line) => sum + line, 0) !== part("item_total")) throw unprocessable("ITEM_TOTAL_MISMATCH");
}

/** A body of a known shape; what does not fit is a 400 that names every field. @throws PaypalError */
export function readBody<Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> {
  const read = schema.safeParse(body);
  if (read.success) return read.data;
  throw new PaypalError(
    400,
    read.error.issues.map((issue) => detailOf(issue, body)),
  );
}

function detailOf(issue: z.core.$ZodIssue, body: unknown): Detail {
  const at = { field: `/${issue.path.join("/")}`, location: "body" as const };
  const value = issue.path.reduce<unknown>(
    (part, key) => (part as Record<PropertyKey, unknown> | undefined)?.[key],
    body,
  );
  if (value === undefined) {
    return { ...at, issue: "MISSING_REQUIRED_PARAMETER", description: "A required field / parameter is missing." };
  }
  if (issue.code === "too_big" || issue.code === "too_small") {
    return {
      ...at,
      issue: "INVALID_STRING_LENGTH",
      description: "The value of a field is either too short or too long.",
    };
  }
  if (issue.code === "invalid_value") {
    return { ...at, issue: "INVALID_PARAMETER_VALUE", description: "The value of a field is invalid." };
  }
  const description = "The value of a field does not conform to the expected format.";
  return { ...at, issue: "INVALID_PARAMETER_SYNTAX", description };
}
