import { may } from "#domain/accounts/roles";
import type { Answer } from "#lib/api";
import type { Problem } from "#lib/problems";
import { hereAndNow } from "./console-words.ts";
import { moneyServerApi, staffServerApi } from "./server.ts";
import type { Me, StaffOrders } from "./staff-api.ts";

/** What waits, as the navigation shows it; `null` where it could not be read or is not this person's. */
export interface Counts {
  readonly orders: StaffOrders["counts"] | null;
  readonly slips: number | null;
  readonly tasks: number | null;
  /** Money that fits no payment, and claims nobody confirms. */
  readonly unallocated: number | null;
}

export interface Frame {
  readonly me: Me | null;
  readonly counts: Counts;
  readonly now: number;
  /** "Nairobi, Saturday 10:14" */
  readonly when: string;
  /** Where to go instead, when nobody is signed in. */
  readonly signIn: string | null;
}

interface Visit {
  readonly request: Request;
  readonly url: URL;
}

/** Who is here and what waits: the frame of every page of the console. A page that reads the orders anyway hands them on. */
export async function consoleFrame(
  { request, url }: Visit,
  reading: Promise<Answer<{ readonly counts: StaffOrders["counts"] } | null>> = staffServerApi(request).orders(
    new URLSearchParams({ view: "to-ship" }),
  ),
): Promise<Frame> {
  const now = Date.now();
  const [me, orders, tasks] = await Promise.all([
    staffServerApi(request).me(),
    reading,
    moneyServerApi(request).tasks(new URLSearchParams()),
  ]);
  const openOf = (kinds: readonly string[]): number | null =>
    tasks.ok
      ? tasks.value.counts.filter(({ kind }) => kinds.includes(kind)).reduce((sum, { open }) => sum + open, 0)
      : null;
  return {
    me: me.ok ? me.value : null,
    counts: {
      orders: orders.ok ? (orders.value?.counts ?? null) : null,
      slips: openOf(["proof"]),
      tasks: tasks.ok ? tasks.value.counts.reduce((sum, { open }) => sum + open, 0) : null,
      unallocated: openOf(["unallocated", "mismatch"]),
    },
    now,
    when: hereAndNow(now),
    signIn:
      !me.ok && me.problem.status === 401 ? `/sign-in?next=${encodeURIComponent(url.pathname + url.search)}` : null,
  };
}

/** What this person may do; nothing where it is not known who it is. */
export const mayHere = ({ me }: Frame, permission: Parameters<typeof may>[1]): boolean =>
  may(me?.role ?? null, permission);

/** The page says itself that something is missing or away: the platform keeps its own error pages out of it. */
export function sayMissing(response: { status?: number; headers: Headers }, problem: Problem): void {
  response.status = problem.status === 404 ? 404 : 503;
  response.headers.set("x-astro-reroute", "no");
}
