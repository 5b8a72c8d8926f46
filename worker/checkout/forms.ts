import { type Context, Hono } from "hono";
import { deleteCookie } from "hono/cookie";
import { placeOrderBody } from "#domain/checkout/schema";
import { DomainError, type FieldError, PROBLEMS } from "#domain/errors";
import { localeOf } from "#domain/sentences/locales";
import type { AppEnv } from "../route.ts";
import { placeOrder } from "./place-order.ts";
import { rememberOrder, whoAsks } from "./who.ts";

/** What a refused checkout form shows again: everything that was typed, and what is wrong with it. */
export interface RefusedForm {
  readonly values: Record<string, string>;
  readonly errors: readonly FieldError[];
  readonly message: string;
}

/** POST /checkout: an order placed by a plain form. `again` draws the page with what was typed and what is wrong. */
export const checkoutForms = (again: (c: Context<AppEnv>, refused: RefusedForm, status: number) => Promise<Response>) =>
  new Hono<AppEnv>().post("/checkout", async (c) => {
    const values = Object.fromEntries(
      [...(await c.req.formData().catch(() => new FormData()))].map(([name, value]) => [
        name,
        typeof value === "string" ? value : "",
      ]),
    );
    const filled = (name: string): string | undefined => values[name]?.trim() || undefined;
    values.paymentPhone = filled(`paymentPhone-${values.paymentMethod}`) ?? filled("paymentPhone") ?? "";
    try {
      const body = placeOrderBody.safeParse({
        quote: values.quote,
        quoteHash: values.quoteHash,
        deliveryMethodId: values.deliveryMethodId,
        paymentMethod: values.paymentMethod,
        paymentPhone: filled("paymentPhone"),
        contact: { name: values.name, email: filled("email"), phone: filled("phone") },
        address:
          filled("street") || filled("region")
            ? { street: values.street, region: values.region, note: values.note }
            : undefined,
        locale: localeOf(values.locale) ?? undefined,
      });
      if (!body.success) {
        const errors = body.error.issues.map((issue) => ({
          pointer: `/${issue.path.join("/")}`,
          detail: issue.message,
        }));
        return await again(c, { values, errors, message: "Please look at the marked fields." }, 422);
      }
      const placed = await placeOrder(c.var.deps, whoAsks(c, values.idempotencyKey ?? ""), body.data);
      rememberOrder(c, placed.token);
      deleteCookie(c, "lines", { path: "/", secure: true });
      return c.redirect(placed.paymentUrl, 303);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      const errors = Array.isArray(error.extensions.errors) ? (error.extensions.errors as FieldError[]) : [];
      return again(c, { values, errors, message: error.message }, PROBLEMS[error.code].status);
    }
  });
