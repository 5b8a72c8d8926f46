import type { GatewayCode } from "#domain/payments/names";
import type { Provider } from "#tests/simulators/core/faults";
import type { ShopCaseId } from "./shop-cases.ts";
import type { Order, Till } from "./till.ts";

/** How one way to pay is used, and abused, in a whole shop. What is `null` is among the cases it cannot have. */
export interface ShopHabits {
  readonly code: GatewayCode;
  readonly market: "ke" | "np" | "world";
  readonly kind: "physical" | "digital";
  readonly provider: Provider | null;
  /** The neutral name in our addresses. */
  readonly path: string;
  which?(order: Order): Record<string, string>;
  /** Another way to pay in the same market. */
  readonly other: GatewayCode;
  readonly cannot: Readonly<Partial<Record<ShopCaseId, string>>>;

  /** The payer pays, and whoever tells the shop of it does. */
  pay(till: Till, order: Order): Promise<unknown>;
  /** The payer pays, and everything that is told is told five times. */
  payFiveTimes(till: Till, order: Order): Promise<unknown>;
  /** The name that this money has in the books, by what the provider says. */
  moneyOf(till: Till, order: Order): Promise<string>;
  /** The payment does not work. */
  readonly decline: ((till: Till, order: Order) => Promise<unknown>) | null;
  /** The payer tries once more by the same way: on the same page, or by a new attempt. */
  readonly retry: ((till: Till, order: Order) => Promise<Order>) | null;
  /** Somebody claims that it was paid. @returns the statuses that the shop answered with */
  forge(till: Till, order: Order): Promise<readonly number[]>;
  /** Money, or word of it, of another amount. @returns what must be booked at last, and how many mismatches there are */
  readonly wrongAmount: ((till: Till, order: Order) => Promise<{ booked: number[]; mismatches: number }>) | null;
  /** The cheap order is paid, and its payment is shown for the dear one. @returns how many mismatches that must be */
  readonly swap: ((till: Till, cheap: Order, dear: Order) => Promise<number>) | null;
  /** The provider tells nobody. */
  readonly untold: { readonly settings: object; readonly back: object } | null;
  /** It does not answer when it is asked, then does. */
  readonly mute: ((till: Till, pay: () => Promise<unknown>) => Promise<unknown>) | null;
  /** The order is cancelled for want of money. */
  cancel(till: Till, order: Order): Promise<unknown>;
  /** Another way was chosen. @returns the order as it is paid now */
  choose(till: Till, order: Order): Promise<Order>;
  /** Money that comes after that: it is booked, or it cannot come. */
  readonly late: "booked" | "nothing";
  /** How often one order's request is sent while the provider is ill. */
  readonly sendings: number | null;
  /** A message of another account about our payment. */
  readonly foreign: ((till: Till, order: Order) => Promise<number>) | null;
}
