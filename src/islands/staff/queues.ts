import type { StaffOrderRow } from "#domain/orders/schema";
import { counted } from "#lib/format";
import type { StaffApi, StaffOrders } from "./staff-api.ts";

const MOST_PAGES = 10;

/** The orders of a view, oldest first, and all counts. Reads at most ten pages: behind 500 orders nobody asks for the oldest three. */
export async function readQueue(
  api: StaffApi,
  view: "to-ship" | "waiting",
): Promise<{ rows: StaffOrderRow[]; counts: StaffOrders["counts"] } | null> {
  const rows: StaffOrderRow[] = [];
  const query = new URLSearchParams({ view });
  for (let page = 1; ; page++) {
    const answer = await api.orders(query);
    if (!answer.ok) return null;
    const { orders, counts, nextCursor } = answer.value;
    rows.push(...orders);
    if (nextCursor === null || page === MOST_PAGES) return { rows: rows.reverse(), counts };
    query.set("cursor", nextCursor);
  }
}

/** What there is to do in one sentence, and which orders are late. */
export function dayInWords({ toShip, tasks }: Pick<StaffOrders["counts"], "toShip" | "tasks">): string {
  const work = [
    ...(toShip > 0 ? [`${counted(toShip, "order")} to ship`] : []),
    ...(tasks > 0 ? [`${counted(tasks, "task")} to look at`] : []),
  ];
  return work.length > 0
    ? `${work.join(" and ")}.`
    : "Nothing waits for you. Every order that is paid for is on its way: well done.";
}
