import type { StatementLine } from "../core/provider.ts";
import type { World } from "../core/world.ts";
import { dayOf } from "./stamp.ts";

/** Every approved payment of one day in East Africa Time (`YYYY-MM-DD`), or of all days; oldest first. */
export function statement(world: World, day?: string): StatementLine[] {
  const lines: StatementLine[] = [];
  for (const push of world.pushes.values()) {
    if (push.state !== "paid" || !push.receipt || !push.decidedAt) continue;
    if (day && dayOf(new Date(push.decidedAt)) !== day) continue;
    lines.push({
      ref: push.receipt,
      ourRef: push.reference,
      kind: "capture",
      amount: push.amountShillings * 100,
      currency: "KES",
      at: push.decidedAt,
      checkoutRequestId: push.checkoutRequestId,
      phone: push.phone,
    });
  }
  return lines.sort((one, other) => one.at.localeCompare(other.at));
}
