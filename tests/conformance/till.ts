import type { PaymentView } from "#domain/orders/schema";
import type { GatewayCode } from "#domain/payments/names";
import type { FaultName, Phase } from "#tests/simulators/core/faults";
import type { SimulatedPayment, StatementLine } from "#tests/simulators/core/provider";
import type { Client, Problem } from "#tests/support/client";
import { demoSecret } from "#tests/support/demo-secrets";
import { newPhone } from "#tests/support/paying";
import { type Shop, until } from "#tests/support/shop";
import { makeToken } from "#worker/tokens";
import type { ShopHabits } from "./shop-habits.ts";

/** An order as its shopper has it, with the attempt that asks for its money now. */
export interface Order {
  readonly guest: Client;
  readonly token: string;
  readonly orderId: string;
  readonly number: string;
  readonly totalMinor: number;
  readonly attemptId: string;
  readonly method: GatewayCode;
  readonly phone: string | null;
  /** The provider's name for the attempt; null where it has none, or none yet. */
  readonly reference: string | null;
}

/** What an order may be asked for besides. */
export interface Wish {
  readonly method?: GatewayCode;
  readonly quantity?: number;
  readonly key?: string;
  /** False: nobody waits for the provider. */
  readonly waits?: boolean;
}

let buyers = 0;

/** One way to pay in a whole shop: its orders, its payers, its provider, and what the books say. */
export class Till {
  readonly shop: Shop;
  readonly staff: Client;
  readonly habits: ShopHabits;
  readonly variantId: string;
  readonly #stranger: Client;

  constructor(shop: Shop, staff: Client, habits: ShopHabits, variantId: string) {
    this.shop = shop;
    this.staff = staff;
    this.habits = habits;
    this.variantId = variantId;
    this.#stranger = shop.client();
  }

  /** What the checkout page sends, not sent yet. */
  async form({ method = this.habits.code, quantity = 1 }: Wish = {}) {
    const { market, kind } = this.habits;
    const guest = this.shop.client();
    const phone = method === "mpesa" || method === "airtel" ? newPhone(method) : null;
    const quote = await guest.quote([{ variantId: this.variantId, quantity }], market);
    const body = guest.orderBody(quote, {
      method,
      delivery: kind === "digital" ? "download" : "collect",
      email: `${method}-${++buyers}@example.com`,
      ...(phone && { phone }),
    });
    return { guest, quote, body, phone, method };
  }

  /** An order by this way, or another, and its provider knows it. */
  async order(wish: Wish = {}): Promise<Order> {
    const { guest, body, phone, method } = await this.form(wish);
    const { status, body: placed, text } = await guest.place(body, wish.key);
    if (status !== 201) throw new Error(`order: ${status} ${text}`);
    const { token, orderId, number, attemptId } = placed;
    const totalMinor = await this.shop.one("SELECT total_minor FROM orders WHERE id = ?", [orderId]);
    const order = { guest, token, orderId, number, totalMinor, attemptId, method, phone, reference: null };
    return wish.waits === false ? order : this.known(order);
  }

  /** The same, once the provider has given its name for it. */
  async known(order: Order): Promise<Order> {
    if (order.method === "bank-transfer" || order.method === "on-delivery") return order;
    const name = () => this.attempt<string>(order, "provider_reference");
    return { ...order, reference: await until(`${order.method} knows it`, name, 30_000) };
  }

  /** A further try to pay, by the same or another way. */
  async again(order: Order, method: GatewayCode = this.habits.code): Promise<Order> {
    const phone = method === "mpesa" || method === "airtel" ? newPhone(method) : null;
    const answer = await order.guest.post<{ attemptId: string }>(
      `/api/orders/${order.token}/payments`,
      { paymentMethod: method, ...(phone && { paymentPhone: phone }) },
      { "Idempotency-Key": crypto.randomUUID() },
    );
    if (answer.status !== 201) throw new Error(`again: ${answer.status} ${answer.text}`);
    return this.known({ ...order, attemptId: answer.body.attemptId, method, phone, reference: null });
  }

  view = ({ guest, token }: Order): Promise<PaymentView> => guest.payment(token);

  /** The waiting page, until it says so. */
  says = (order: Order, ...states: PaymentView["state"][]): Promise<PaymentView> =>
    until(
      `${order.number}: the page says ${states.join(" or ")}`,
      async () => {
        const view = await this.view(order);
        return states.includes(view.state) ? view : null;
      },
      30_000,
    );

  // What happens at the provider.

  decide = (order: Order, decision: string): Promise<unknown> =>
    this.shop.control("decide", { provider: this.provider, id: order.reference, decision, wait: true });

  act = <T = unknown>(action: string, body: object = {}): Promise<T> =>
    this.shop.control<T>("act", { provider: this.provider, action, ...body });

  fault = (phase: Phase, fault: FaultName, more: object = {}): Promise<unknown> =>
    this.shop.control("faults", { provider: this.provider, phase, fault, ...more });

  settings = (settings: object): Promise<unknown> => this.shop.control("auto", { provider: this.provider, settings });

  get provider(): string {
    return this.habits.provider ?? "bank";
  }

  /** The provider's payments for an attempt, the newest first. */
  async there(order: Order): Promise<readonly SimulatedPayment[]> {
    const query = new URLSearchParams({ provider: this.provider, ...this.habits.which?.(order) });
    return (await this.shop.control<{ payments: SimulatedPayment[] }>(`payments?${query}`)).payments;
  }

  async statement(): Promise<readonly StatementLine[]> {
    return (await this.shop.control<{ lines: StatementLine[] }>(`statement?provider=${this.provider}`)).lines;
  }

  // What reaches the shop.

  /** A browser that goes there, as the provider's page sends it. @returns the status */
  visit = async (address: string): Promise<number> =>
    (await overAnotherLine(() => this.#stranger.send("GET", pathOf(address)))).status;

  /** Where the payer's browser comes back to. */
  backAddress(order: Order, query = ""): string {
    return `${this.shop.url}/pay/${this.habits.path}/${this.#token("LINK_SECRET", "back", order)}${query}`;
  }
  callbackAddress = (order: Order): string =>
    `${this.shop.url}/webhooks/${this.habits.path}/${this.#token("CALLBACK_SECRET", "callback", order)}`;

  #token(name: "LINK_SECRET" | "CALLBACK_SECRET", purpose: "back" | "callback", { attemptId }: Order): string {
    return makeToken(demoSecret(name), purpose, attemptId);
  }

  /** Anybody's request to the shop. @returns the status */
  post = async (address: string, rawBody: string, headers: Record<string, string> = {}): Promise<number> =>
    (
      await overAnotherLine(() =>
        this.#stranger.send("POST", pathOf(address), {
          rawBody,
          headers: { "Content-Type": "application/json", ...headers },
        }),
      )
    ).status;

  /** Staff write down cash. */
  cash = (order: Order, amountMinor: number, key: string = crypto.randomUUID(), who: Client = this.staff) =>
    who.post<Problem>(
      `/api/staff/orders/${order.orderId}/receipts`,
      { amountMinor, note: "" },
      { "Idempotency-Key": key },
    );

  // How time passes: the shop has no clock to turn, so rows are made older.

  sentEarlier = ({ orderId }: Order, ms: number): Promise<unknown> =>
    this.shop.db.client.execute({
      sql: "UPDATE payments SET submitted_at = submitted_at - ?, created_at = created_at - ? WHERE order_id = ?",
      args: [ms, ms, orderId],
    });

  /** The order's time is over, and the rounds find it so. */
  async holdEnded(order: Order): Promise<void> {
    const sql = "UPDATE holds SET ends_at = 1 WHERE order_id = ? AND ends_at IS NOT NULL";
    await this.shop.db.client.execute({ sql, args: [order.orderId] });
    await until(`${order.number} is cancelled`, async () => {
      await this.shop.round();
      return (await this.orderStatus(order)) === "cancelled";
    });
  }

  // What the books say.

  attempt = <T = string>({ attemptId }: Order, column: string): Promise<T> =>
    this.shop.one<T>(`SELECT ${column} FROM payments WHERE id = ?`, [attemptId]);
  attempts = ({ orderId }: Order) =>
    this.shop.rows<{ id: string; gateway: string; status: string; amount_minor: number }>(
      "SELECT id, gateway, status, amount_minor FROM payments WHERE order_id = ? ORDER BY ordinal",
      [orderId],
    );
  orderStatus = ({ orderId }: Order): Promise<string> =>
    this.shop.one<string>("SELECT order_status FROM orders WHERE id = ?", [orderId]);
  paymentStatus = ({ orderId }: Order): Promise<string> =>
    this.shop.one<string>("SELECT payment_status FROM orders WHERE id = ?", [orderId]);
  /** Amounts that were booked as received. */
  async booked({ orderId }: Order): Promise<number[]> {
    const rows = await this.shop.rows<{ amount_minor: number }>(
      "SELECT amount_minor FROM ledger WHERE order_id = ? AND kind = 'capture' ORDER BY rowid",
      [orderId],
    );
    return rows.map((row) => row.amount_minor);
  }
  bookedAs = ({ orderId }: Order): Promise<string> =>
    this.shop.one<string>("SELECT provider_ref FROM ledger WHERE order_id = ? AND kind = 'capture'", [orderId]);
  mails = ({ orderId }: Order, template: string): Promise<number> =>
    this.shop.one("SELECT count(*) FROM outbox WHERE order_id = ? AND template = ? AND channel = 'email'", [
      orderId,
      template,
    ]);
  mismatches = ({ attemptId }: Order): Promise<number> =>
    this.shop.one("SELECT count(*) FROM mismatch WHERE attempt_id = ?", [attemptId]);
  tasks = ({ orderId }: Order, kind: string) =>
    this.shop.rows<{ amount_minor: number | null }>(
      "SELECT amount_minor FROM staff_tasks WHERE (order_id = ? OR subject = ?) AND kind = ? AND state = 'open'",
      [orderId, orderId, kind],
    );
}

const pathOf = (address: string): string => address.replace(/^https?:\/\/[^/]+/, "");

/** A kept-alive line may break under a request on a busy machine. What is sent here may be sent again. */
async function overAnotherLine<T>(act: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await act();
    } catch (error) {
      if (!(error instanceof TypeError) || tries === 3) throw error; // fetch's own failure
    }
  }
}
