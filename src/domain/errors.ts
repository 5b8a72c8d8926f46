/** Every way the shop says no. One row per problem; the row is its documentation. */
export const PROBLEMS = {
  "bad-request": { status: 400, title: "The request could not be read" },
  unauthenticated: { status: 401, title: "Please sign in" },
  "sign-in-refused": { status: 401, title: "The e-mail or the password is not right" },
  forbidden: { status: 403, title: "You may not do this" },
  "origin-not-allowed": { status: 403, title: "The request does not come from this shop's own pages" },
  "not-found": { status: 404, title: "There is nothing here" },
  "method-not-allowed": { status: 405, title: "This address does not take that method" },
  "out-of-stock": { status: 409, title: "There is not enough left" },
  "quote-changed": { status: 409, title: "The price or the delivery has changed" },
  "payment-in-progress": { status: 409, title: "A payment is still under way" },
  "method-unavailable": { status: 409, title: "This way of paying is not available" },
  "market-closed": { status: 409, title: "The shop does not sell there" },
  "identity-needed": { status: 409, title: "This good needs an identity check first" },
  "transition-not-allowed": { status: 409, title: "The order cannot move to that state" },
  "refund-exceeds": { status: 409, title: "More than is left of this payment" },
  "refund-frozen": { status: 409, title: "The payment is disputed" },
  "own-approval": { status: 403, title: "Somebody else has to agree" },
  "own-order": { status: 403, title: "This is your own order" },
  "by-hand-only": { status: 409, title: "This money goes back by hand" },
  "task-not-by-hand": { status: 409, title: "This task ends with its cause" },
  "already-recorded": { status: 409, title: "This has been recorded already" },
  "slug-taken": { status: 409, title: "That address is taken" },
  "in-use": { status: 409, title: "This is still in use" },
  "payload-too-large": { status: 413, title: "The request is too large" },
  "unsupported-media-type": { status: 415, title: "The request has the wrong content type" },
  "validation-failed": { status: 422, title: "The request does not have the expected shape" }, // with errors: [{ pointer, detail }]
  "file-refused": { status: 422, title: "This file is not taken" },
  "idempotency-key-reused": { status: 422, title: "That Idempotency-Key belongs to another request" },
  "too-many-requests": { status: 429, title: "Too many at once" },
  "untrusted-webhook": { status: 404, title: "There is nothing here" },
  "gateway-unreachable": { status: 503, title: "The payment provider does not answer" },
  "database-away": { status: 503, title: "The shop cannot write orders right now" },
  busy: { status: 503, title: "The shop is very busy" },
  "not-configured": { status: 503, title: "The shop is not set up completely" },
} as const;

export type ProblemCode = keyof typeof PROBLEMS;

/** A field the caller can mend: a JSON pointer into the body, and a sentence. */
export interface FieldError {
  readonly pointer: string;
  readonly detail: string;
}

/** A refusal the caller can act on: `detail` is for people, `extensions` are for programs. */
export class DomainError extends Error {
  readonly code: ProblemCode;
  readonly extensions: Record<string, unknown>;
  constructor(code: ProblemCode, detail: string, extensions: Record<string, unknown> = {}) {
    super(detail);
    this.name = "DomainError";
    this.code = code;
    this.extensions = extensions;
  }
}

/** A body whose fields are at fault. */
export const fieldErrors = (errors: readonly FieldError[]): DomainError =>
  new DomainError("validation-failed", errors[0]?.detail ?? "The request does not have the expected shape.", {
    errors,
  });
