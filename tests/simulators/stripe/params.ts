import * as z from "zod";
import { StripeError } from "./errors.ts";
import type { Form } from "./form.ts";

const CURRENCIES = ["kes", "npr", "usd"] as const;

/** Everything arrives as text. */
export const integer = z.string().transform((text, context) => {
  if (/^-?\d{1,15}$/.test(text)) return Number(text);
  context.addIssue({
    code: "custom",
    message: `Invalid integer: ${text}`,
    params: { code: "parameter_invalid_integer" },
  });
  return z.NEVER;
});

export const flag = z.enum(["true", "false"]).transform((text) => text === "true");

export const currency = z
  .string()
  .toLowerCase()
  .pipe(
    z.enum(CURRENCIES, {
      error: ({ input }) => `Invalid currency: ${input}. The simulator knows ${CURRENCIES.join(", ")}.`,
    }),
  );

export const metadata = z
  .record(
    z.string().max(40, "Metadata keys can have up to 40 characters."),
    z.string().max(500, "Metadata values can have up to 500 characters."),
  )
  .refine((all) => Object.keys(all).length <= 50, "You can have up to 50 metadata keys.")
  .default({});

/** Addresses that a payer's browser is sent to. */
export const address = z.string().transform((text, context) => {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text;
  context.addIssue({ code: "custom", message: "Not a valid URL", params: { code: "url_invalid" } });
  return z.NEVER;
});

/** Reads parameters; what does not fit is refused in Stripe's words, the first thing first. */
export function readParams<Schema extends z.ZodType>(schema: Schema, form: Form): z.output<Schema> {
  const read = schema.safeParse(form);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw issue ? asStripeError(issue, form) : read.error;
}

function asStripeError(issue: z.core.$ZodIssue, form: Form): StripeError {
  if (issue.code === "unrecognized_keys") {
    const param = inBrackets([...issue.path, issue.keys[0] ?? ""]);
    return new StripeError(400, `Received unknown parameter: ${param}`, { code: "parameter_unknown", param });
  }
  const param = inBrackets(issue.path);
  if (valueAt(form, issue.path) === undefined) {
    return new StripeError(400, `Missing required param: ${param}.`, { code: "parameter_missing", param });
  }
  const code = issue.code === "custom" && issue.params?.code;
  return new StripeError(400, issue.message, code ? { code, param } : { param });
}

/** `line_items[0][price_data]` */
function inBrackets(path: readonly PropertyKey[]): string {
  const [head = "", ...tail] = path.map(String);
  return head + tail.map((segment) => `[${segment}]`).join("");
}

function valueAt(form: Form, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown> | undefined)?.[key], form);
}
