/** Resend's refusals: the name is what a program may switch on. `no_user_agent` and `not_json` are ours; Resend has no name of their own for them. */
const MAIL_ERRORS = {
  invalid_idempotency_key: { statusCode: 400, message: "The idempotency key must be between 1 and 256 characters" },
  missing_api_key: { statusCode: 401, message: "Missing API key in the authorization header" },
  invalid_api_key: { statusCode: 403, message: "API key is invalid" },
  no_user_agent: { statusCode: 403, name: "validation_error", message: "The User-Agent header is required" },
  not_found: { statusCode: 404, message: "The requested endpoint does not exist" },
  method_not_allowed: { statusCode: 405, message: "This endpoint only supports POST" },
  invalid_idempotent_request: {
    statusCode: 409,
    message: "This idempotency key was already used with a different request body",
  },
  not_json: { statusCode: 422, name: "validation_error", message: "The request body is not valid JSON" },
  missing_required_field: { statusCode: 422, message: "A required field is missing" },
  invalid_from_address: {
    statusCode: 422,
    message:
      "Invalid `from` field. The email address needs to follow the `email@example.com` or `Name <email@example.com>` format",
  },
  validation_error: { statusCode: 422, message: "The request is not valid" },
  invalid_attachment: { statusCode: 422, message: "Attachments must have either a `content` or `path`" },
  rate_limit_exceeded: { statusCode: 429, message: "Too many requests" },
  internal_server_error: { statusCode: 500, message: "An unexpected error occurred" },
} as const;
export type MailErrorName = keyof typeof MAIL_ERRORS;

export function mailError(name: MailErrorName, message?: string) {
  const error = MAIL_ERRORS[name];
  return { name, ...error, ...(message !== undefined && { message }) };
}
