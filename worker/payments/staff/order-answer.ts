import { readOrderDesk } from "#db/queries/order-desk";
import { type OrderBundle, readOrder } from "#db/queries/orders";
import { DomainError } from "#domain/errors";
import { type StaffOrderView, staffOrderView as schema } from "#domain/orders/schema";
import type { Deps } from "../../deps.ts";
import { staffActions } from "../../fulfilment/ship-order.ts";
import { staffOrderView } from "../../orders/views.ts";
import { answers } from "../../route.ts";
import type { Asker } from "./asker.ts";
import { orderMoneyView } from "./views.ts";

export async function bundleOf(deps: Deps, id: string): Promise<OrderBundle> {
  const bundle = await readOrder(deps.db, id);
  if (!bundle) throw new DomainError("not-found", "There is no such order.");
  return bundle;
}

/** The order as it is now, as this person may deal with it: the answer of all that staff do to one. */
export async function orderNow(deps: Deps, id: string, asker: Asker): Promise<StaffOrderView> {
  const [bundle, desk] = await Promise.all([bundleOf(deps, id), readOrderDesk(deps.db, id, asker.id)]);
  if (!desk) throw new DomainError("not-found", "There is no such order.");
  const actions = staffActions(bundle).filter((action) => !(desk.isOwn && action === "record-money"));
  return { ...staffOrderView(deps, bundle, actions), money: orderMoneyView(deps, bundle, desk, asker) };
}

export const orderAnswer = <S extends 200 | 201>(status: S) => answers(status, schema, "The order as it is now");
