import type { GatewayCode } from "#domain/payments/names";
import type { Deps } from "../deps.ts";
import type { PaymentGateway } from "../payments/gateway.ts";
import { receiveMpesa } from "../payments/mpesa/receive-request.ts";

/** Keeps a request and answers it. `kind` is the last part of its address, `subject` what its token stands for. */
export type ReceiveOther = (
  deps: Deps,
  gateway: PaymentGateway,
  request: { readonly kind: string; readonly subject: string; readonly body: string },
) => Promise<unknown>;

/** Who has unsigned requests that are not about one attempt of ours: a paybill payment, the result of a refund or of an inquiry. */
export const RECEIVE_OTHERS: Partial<Record<GatewayCode, ReceiveOther>> = { mpesa: receiveMpesa };
