import type { OrderView, PaymentView } from "#domain/orders/schema";
import type { TransferView } from "#domain/payments/bank-schema";
import type { PaymentWords } from "#domain/sentences/payment-pages";
import type { Whereabouts } from "./going-on.ts";
import type { RefusedPost } from "./plain-form.ts";

/** What each state of a payment is drawn from. */
export interface StateProps {
  say: PaymentWords;
  view: PaymentView;
  order: OrderView | null;
  transfer: TransferView | null;
  where: Whereabouts;
  /** Seconds since `view` was said. */
  since: number;
  token: string;
  idempotencyKey: string;
  refused: RefusedPost | null;
  askNow: () => void;
}
