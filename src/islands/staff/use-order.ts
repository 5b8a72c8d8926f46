import type { StaffOrderView } from "#domain/orders/schema";
import { staffApi } from "./staff-api.ts";
import { type Acting, useActing } from "./use-acting.ts";

export interface OrderActing extends Acting<StaffOrderView> {
  readonly order: StaffOrderView;
}

/** The order as it stands, and changing it. */
export function useOrder(initial: StaffOrderView, openedAt: number): OrderActing {
  const acting = useActing(initial, openedAt, { read: ({ id }) => staffApi.order(id), hasMoved });
  return { ...acting, order: acting.seen };
}

const hasMoved = (before: StaffOrderView, after: StaffOrderView): boolean =>
  before.timeline.length !== after.timeline.length || before.timeline[0]?.id !== after.timeline[0]?.id;
