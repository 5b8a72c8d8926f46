import { untold } from "../core/deliver.ts";
import type { Books } from "./books.ts";
import type { C2b } from "./c2b.ts";
import type { Daraja } from "./daraja.ts";
import type { HandPayment } from "./hand-payment.ts";
import { FIRST_NAME, type MoneyIn } from "./money-in.ts";

export interface HandOrder {
  readonly phone: string;
  readonly amountShillings: number;
  readonly reference: string;
  readonly firstName?: string | undefined;
  readonly type?: MoneyIn["type"];
}

/** Takes what people pay by typing the paybill's number. */
export function createPaybill({ simulation, receipts }: Daraja, books: Books, c2b: C2b) {
  return {
    /** `told` is done when the confirmation was delivered or given up. */
    async pay(order: HandOrder): Promise<{ payment: HandPayment; told: Promise<void> }> {
      const at = simulation.now();
      const money: MoneyIn & { checkoutRequestId: null } = {
        receipt: receipts.next(at),
        phone: order.phone,
        firstName: order.firstName ?? FIRST_NAME,
        amountShillings: order.amountShillings,
        reference: order.reference,
        type: order.type ?? "Pay Bill",
        at: at.toISOString(),
        checkoutRequestId: null,
        thirdPartyTransId: "",
      };
      const verdict = await c2b.validate(money);
      const payment: HandPayment = {
        ...money,
        thirdPartyTransId: verdict.accepted ? verdict.thirdPartyTransId : "",
        state: verdict.accepted ? "paid" : "failed",
        rejection: verdict.accepted ? null : verdict.code,
        confirmation: untold(),
      };
      books.addHandPayment(payment);
      simulation.keep();
      const told = verdict.accepted ? c2b.confirm(payment, payment.confirmation) : Promise.resolve();
      return { payment, told };
    },
    resume(): void {
      for (const payment of books.handPayments()) {
        receipts.take(payment.receipt);
        c2b.resume(payment, payment.confirmation);
      }
    },
  };
}
export type Paybill = ReturnType<typeof createPaybill>;
