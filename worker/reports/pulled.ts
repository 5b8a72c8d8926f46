import { accountName } from "#db/queries/accounts";
import { recordImport } from "#db/queries/statements";
import { dayIn, endOfDay, plusDays, zoneOf } from "#domain/payments/days";
import type { Deps } from "../deps.ts";
import type { PaymentGateway } from "../payments/gateway.ts";
import type { ProvenMoney } from "../payments/mpesa/bodies.ts";
import { keepLines } from "./keep-lines.ts";

/**
 * M-Pesa's own list of what came in, as lines of its statement. It names no refunds, fees or payouts, so it stands for payments alone.
 * `isWhole`: it was read to its end, which makes yesterday a day that was read.
 */
export async function keepPulled(
  deps: Deps,
  gateway: PaymentGateway,
  money: readonly ProvenMoney[],
  isWhole: boolean,
): Promise<void> {
  const zone = zoneOf("mpesa");
  const account = accountName(gateway);
  const lines = money.map(({ receipt, reference, amountMinor, at, payer }, place) => ({
    at: place + 1,
    ref: receipt,
    ourRef: reference ?? "",
    kind: "capture" as const,
    amountMinor,
    currency: "KES" as const,
    occurredAt: at,
    more: payer ? { payer } : {},
    day: dayIn(zone, at),
  }));
  const { added } = await keepLines(deps, "mpesa", account, lines);
  if (!isWhole) return;
  const now = deps.now();
  const day = plusDays(dayIn(zone, now), -1);
  const read = { from: day, to: day, coversUntil: endOfDay(zone, day), lines: lines.length, added };
  const once = {
    id: `imp_pull/${account}/${day}`,
    gateway: "mpesa",
    account,
    source: "pull",
    importedBy: null,
  } as const;
  await recordImport(deps.db, { ...read, ...once }, [day], now);
}
