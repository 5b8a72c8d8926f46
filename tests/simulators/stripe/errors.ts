/** What Stripe says instead of an answer. `status` is the HTTP status it travels under. */
export class StripeError extends Error {
  readonly status: 400 | 401 | 404 | 409 | 429 | 500 | 503;
  readonly more: Readonly<Record<string, string>>;

  constructor(status: StripeError["status"], message: string, more: Readonly<Record<string, string>> = {}) {
    super(message);
    this.status = status;
    this.more = more;
  }
}

export const noSuch = (what: string, id: string, param: string, status: 400 | 404 = 404): StripeError =>
  new StripeError(status, `No such ${what}: '${id}'`, { code: "resource_missing", param });

/** The body of an error. */
export function errorBody(error: StripeError, requestId: string) {
  const { status, message, more } = error;
  const type = status === 429 || status >= 500 ? "api_error" : "invalid_request_error";
  const pages = more.code && { doc_url: `https://stripe.com/docs/error-codes/${more.code.replaceAll("_", "-")}` };
  const log = { request_log_url: `https://dashboard.stripe.com/test/logs/${requestId}` };
  return { error: { type, message, ...more, ...pages, ...log } };
}
