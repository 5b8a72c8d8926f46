import type { Context } from "hono";
import type { SimulatorEnv } from "../core/simulation.ts";

/** What is wrong, by field. */
export type FieldErrors = Readonly<Record<string, readonly string[]>>;

export function answerFields(c: Context<SimulatorEnv>, fields: FieldErrors): Response {
  return c.json({ ...fields, error_key: "validation_error" }, 400);
}

/** Khalti's other envelope: one sentence. */
export function answerDetail(
  c: Context<SimulatorEnv>,
  status: 400 | 401 | 404 | 405 | 415 | 429 | 500,
  detail: string,
  more: Record<string, unknown> = {},
): Response {
  return c.json({ detail, ...more }, status);
}
