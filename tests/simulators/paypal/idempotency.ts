import type { KeyHabits } from "../core/keyed-answers.ts";
import { PaypalError } from "./errors.ts";

/** `PayPal-Request-Id`: one id for each address, whatever the body, for six hours. */
export const IDEMPOTENCY: KeyHabits = {
  header: "paypal-request-id",
  longest: 108,
  lifeMs: 6 * 60 * 60_000,
  scope: (c, key) => `${c.req.path} ${key}`,
  describe: () => "",
  isFinal: (body) => body.includes("INSTRUMENT_DECLINED"), // It was tried.
  tooLong() {
    const at = { field: "PayPal-Request-Id", location: "header" as const };
    const description = "The value of a field is either too short or too long.";
    return new PaypalError(400, [{ issue: "INVALID_STRING_LENGTH", description, ...at }]);
  },
  stillRunning() {
    const description =
      "A previous request on this resource is currently in progress. Please wait for some time and try again.";
    return new PaypalError(409, [{ issue: "PREVIOUS_REQUEST_IN_PROGRESS", description }]);
  },
  otherRequest: () => new PaypalError(409),
  idHeader: "paypal-debug-id",
};
