import type { Context } from "hono";
import { validator } from "hono/validator";
import type * as z from "zod";

/** RFC 9457. */
export function problem(
  c: Context,
  status: 400 | 404 | 409 | 500,
  detail: string,
  more: Record<string, unknown> = {},
): Response {
  const titles = { 400: "Bad Request", 404: "Not Found", 409: "Conflict", 500: "Internal Server Error" };
  const body = JSON.stringify({ type: "about:blank", title: titles[status], status, detail, ...more });
  return c.body(body, status, { "content-type": "application/problem+json" });
}

/** Reads a JSON body or the query by `schema`; anything else is a 400 that names each wrong member. */
export function validate<Target extends "json" | "query", Schema extends z.ZodType>(target: Target, schema: Schema) {
  return validator(target, (value, c) => {
    const read = schema.safeParse(value);
    if (read.success) return read.data as z.output<Schema>;
    return answerZodError(c, read.error);
  });
}

/** `within` is the pointer of the part that was read. */
export function answerZodError(c: Context, error: z.ZodError, within = ""): Response {
  const errors = error.issues.map(({ path, message }) => ({
    pointer: [within, ...path].join("/") || "/",
    detail: message,
  }));
  return problem(c, 400, errors.map((one) => `${one.pointer}: ${one.detail}`).join("; "), { errors });
}
