import type { StoredRequest } from "#db/queries/webhooks";
import type { GatewayCode } from "#domain/payments/names";
import type { Deps } from "../deps.ts";
import type { PaymentGateway } from "../payments/gateway.ts";
import { applyMpesa, receiveMpesa } from "../payments/mpesa/requests.ts";

/** Unsigned requests that are not about one attempt of ours: a paybill payment, the result of a refund or of an inquiry. */
export interface OtherRequests {
  /** Keeps a request and answers it. `kind` is the last part of the address, `subject` what its token stands for. */
  receive(
    deps: Deps,
    gateway: PaymentGateway,
    request: { readonly kind: string; readonly subject: string; readonly body: string },
  ): Promise<unknown>;
  /** Does the work, now or by a round. @returns the outcome, or "later" */
  apply(deps: Deps, gateway: PaymentGateway, stored: StoredRequest): Promise<string>;
}

/** Which gateways have such requests. */
export const OTHER_REQUESTS: Partial<Record<GatewayCode, OtherRequests>> = {
  mpesa: { receive: receiveMpesa, apply: applyMpesa },
};
