import { ordersToFold, readOrderMoney, writeFolded } from "#db/queries/order-money";
import type { Deps } from "../deps.ts";
import { deliverOrderMessages } from "../notify/deliver-outbox.ts";

/** Brings the stored payment status of an order to what its facts say, with all that follows from it. Safe to repeat at any moment. */
export async function refold(deps: Deps, orderId: string): Promise<void> {
  for (let tries = 0; tries < 8; tries++) {
    const money = await readOrderMoney(deps.db, orderId);
    if (!money) return;
    if (money.foldedRev === money.moneyRev) return;
    const said = await writeFolded(deps.db, money, deps.now());
    if (said === "moved") continue;
    deps.later(deliverOrderMessages(deps, orderId));
    if (said === "written") return;
  }
}

/** Orders that something stopped between the fact and its fold. */
export async function refoldAll(deps: Deps): Promise<number> {
  const orders = await ordersToFold(deps.db, 200);
  for (const orderId of orders) await refold(deps, orderId);
  return orders.length;
}
