import { createHash } from "node:crypto";
import type { KeyHabits } from "../core/keyed-answers.ts";
import { StripeError } from "./errors.ts";

/** `Idempotency-Key`: one key for the whole account, for one request with its parameters, for a day. */
export const IDEMPOTENCY: KeyHabits = {
  header: "idempotency-key",
  longest: 255,
  lifeMs: 24 * 60 * 60_000,
  scope: (_c, key) => key,
  describe: (c, body) => hashOf(new URL(c.req.url).pathname, body),
  isFinal: () => false,
  tooLong: () => new StripeError(400, "Idempotency key is too long; it can have up to 255 characters."),
  stillRunning: (key) =>
    new StripeError(
      409,
      `There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through): ${key}. Please try again later.`,
      { type: "idempotency_error", code: "idempotency_key_in_use" },
    ),
  otherRequest: (key) =>
    new StripeError(
      400,
      `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`,
      { type: "idempotency_error" },
    ),
  idHeader: "request-id",
  mark(c, originalId) {
    c.header("Idempotent-Replayed", "true");
    c.header("Original-Request", originalId);
  },
};

/** The mount does not matter, nor does the order of the parameters. */
function hashOf(path: string, form: string): string {
  const params = [...new URLSearchParams(form)].map(([name, value]) => `${name}=${value}`).sort();
  return createHash("sha256")
    .update([path.replace(/^\/stripe/, ""), ...params].join("\n"))
    .digest("hex");
}
