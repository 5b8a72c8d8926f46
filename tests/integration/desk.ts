import type { PaymentView } from "#domain/orders/schema";
import type { Client } from "#tests/support/client";
import { type Shop, until } from "#tests/support/shop";

let phones = 0;
/** A Kenyan line of its own for each shopper: prompts are counted by phone. */
export const newPhone = (): string => `+254712${String(300_000 + ++phones)}`;

/** What a shopper's phone does, and how time passes: the shop has no clock to turn, so rows are made older. */
export class Phone {
  readonly #shop: Shop;
  constructor(shop: Shop) {
    this.#shop = shop;
  }

  payments = async (phone: string) =>
    (
      await this.#shop.control<{
        payments: {
          state: string;
          checkoutRequestId: string;
          looks: number;
          callback: { state: string; statuses: number[] };
        }[];
      }>(`payments?provider=mpesa&phone=${phone.slice(1)}`)
    ).payments;

  /** Waits for a prompt, and decides it. */
  async decide(phone: string, decision: "approve" | "cancel" | "wrong-pin" | "insufficient"): Promise<void> {
    await this.prompt(phone);
    await this.#shop.control("decide", { provider: "mpesa", phone: phone.slice(1), decision });
  }
  prompt = (phone: string) =>
    until(`a prompt on ${phone}`, async () => (await this.payments(phone)).find((one) => one.state === "open"));

  fault = (phase: string, fault: string, more: object = {}) =>
    this.#shop.control("faults", { provider: "mpesa", phase, fault, ...more });

  /** The newest attempt was sent so much earlier. */
  sentEarlier = (orderId: string, ms: number) =>
    this.#shop.db.client.execute({
      sql: "UPDATE payments SET submitted_at = submitted_at - ?, created_at = created_at - ? WHERE order_id = ?",
      args: [ms, ms, orderId],
    });
  holdEnded = (orderId: string) =>
    this.#shop.db.client.execute({
      sql: "UPDATE holds SET ends_at = 1 WHERE order_id = ? AND state = 'live' AND ends_at IS NOT NULL",
      args: [orderId],
    });
}

/** The waiting page, until it says so. */
export const seen = (client: Client, token: string, state: PaymentView["state"]): Promise<PaymentView> =>
  until(`the page says ${state}`, async () => {
    const view = await client.payment(token);
    return view.state === state ? view : null;
  });
