/** What is said of a request that PayPal understood and will not do. */
const ISSUES: Readonly<Record<string, string>> = {
  AMOUNT_MISMATCH:
    "Should equal item_total + tax_total + shipping + handling + insurance - shipping_discount - discount.",
  CANNOT_BE_NEGATIVE: "Must be greater than or equal to zero.",
  CANNOT_BE_ZERO_OR_NEGATIVE: "Must be greater than zero.",
  CAPTURE_FULLY_REFUNDED: "The capture has already been fully refunded.",
  CURRENCY_NOT_SUPPORTED: "Currency code is not currently supported.",
  DECIMALS_NOT_SUPPORTED: "Currency does not support decimals.",
  DECIMAL_PRECISION: "If the currency supports decimals, only two decimal place precision is supported.",
  DUPLICATE_INVOICE_ID:
    "Duplicate Invoice ID detected. To avoid a potential duplicate transaction your account setting requires that Invoice Id be unique for each transaction.",
  INSTRUMENT_DECLINED:
    "The instrument presented was either declined by the processor or bank, or it can't be used for this payment.",
  ITEM_TOTAL_MISMATCH: "Should equal sum of (unit_amount * quantity) across all items for a given purchase_unit.",
  ITEM_TOTAL_REQUIRED:
    "If item details are specified (items.unit_amount and items.quantity) corresponding amount.breakdown.item_total is required.",
  MAX_VALUE_EXCEEDED: "Should be less than or equal to 9999999.99.",
  ORDER_ALREADY_CAPTURED: "Order already captured. If 'intent=CAPTURE' only one capture per order is allowed.",
  ORDER_NOT_APPROVED: "Payer has not yet approved the Order for payment.",
  PAYER_ACTION_REQUIRED: "Transaction cannot be completed successfully, instruct the buyer to return to PayPal.",
  REFUND_AMOUNT_EXCEEDED:
    "The refund amount must be less than or equal to the capture amount that has not yet been refunded.",
  REFUND_CAPTURE_CURRENCY_MISMATCH: "Refund must be in the same currency as the capture.",
  REFUND_NOT_ALLOWED: "The capture is in a state that cannot be refunded.",
  REFUND_NOT_PERMITTED_DUE_TO_CHARGEBACK:
    "Refunds not allowed on this capture due to a chargeback on the card or bank.",
};

const NAMES = {
  400: ["INVALID_REQUEST", "Request is not well-formed, syntactically incorrect, or violates schema."],
  401: [
    "AUTHENTICATION_FAILURE",
    "Authentication failed due to missing authorization header, or invalid authentication credentials.",
  ],
  404: ["RESOURCE_NOT_FOUND", "The specified resource does not exist."],
  409: ["RESOURCE_CONFLICT", "The server has detected a conflict while processing this request."],
  415: ["UNSUPPORTED_MEDIA_TYPE", "The server does not support the request payload's media type."],
  422: [
    "UNPROCESSABLE_ENTITY",
    "The requested action could not be performed, semantically incorrect, or failed business validation.",
  ],
  429: ["RATE_LIMIT_REACHED", "Too many requests. Blocked due to rate limiting."],
  500: ["INTERNAL_SERVER_ERROR", "An internal server error has occurred."],
  503: ["SERVICE_UNAVAILABLE", "Service Unavailable."],
} as const;

export interface Detail {
  readonly issue: string;
  readonly description?: string | undefined;
  readonly field?: string;
  readonly value?: string;
  readonly location?: "body" | "path" | "header";
}
export interface Link {
  readonly href: string;
  readonly rel: string;
  readonly method: "GET" | "POST";
}

/** What PayPal says instead of an answer. */
export class PaypalError extends Error {
  readonly status: keyof typeof NAMES;
  readonly details: readonly Detail[];
  readonly links: readonly Link[];

  constructor(status: keyof typeof NAMES, details: readonly Detail[] = [], links: readonly Link[] = []) {
    super([...details.map(({ issue, description }) => `${issue}: ${description}`), NAMES[status][1]].join(" "));
    this.status = status;
    this.details = details;
    this.links = links;
  }
}

/** 422 with the issue's usual words. */
export function unprocessable(issue: string, at: Partial<Detail> = {}, links: readonly Link[] = []): PaypalError {
  const place = at.field === undefined ? {} : { location: "body" as const };
  return new PaypalError(422, [{ issue, description: ISSUES[issue] ?? issue, ...place, ...at }], links);
}

export function notFound(): PaypalError {
  const description = "Specified resource ID does not exist. Please check the resource ID and try again.";
  return new PaypalError(404, [{ issue: "INVALID_RESOURCE_ID", description, location: "path" }]);
}

/** The body of an error. */
export function errorBody({ status, details, links }: PaypalError, debugId: string) {
  const [name, message] = NAMES[status];
  const issue = details[0]?.issue ?? name;
  const more = {
    href: `https://developer.paypal.com/api/rest/reference/orders/v2/errors/#${issue}`,
    rel: "information_link",
    method: "GET",
  };
  return { name, message, debug_id: debugId, ...(details.length > 0 && { details }), links: [more, ...links] };
}
