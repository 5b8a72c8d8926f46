import { breakerOf, type GatewayHealthRow, readHealth } from "#db/queries/gateway-health";
import { GATEWAY_CODES } from "#domain/payments/names";
import type { HealthView } from "#domain/payments/staff-schema";
import type { Deps } from "../../deps.ts";
import { methodName } from "./views.ts";

/** How each way to pay is, those that are not set up too. */
export async function healthOf(deps: Deps): Promise<HealthView> {
  const rows = await readHealth(deps.db, GATEWAY_CODES);
  return { sending: deps.config.sending, gateways: rows.map((row) => gatewayView(deps, row)) };
}

function gatewayView(deps: Deps, row: GatewayHealthRow): HealthView["gateways"][number] {
  const gateway = deps.gateways.get(row.gateway);
  const amountMinor: HealthView["gateways"][number]["inFlight"]["amountMinor"] = {};
  for (const one of row.inFlight) amountMinor[one.currency] = (amountMinor[one.currency] ?? 0) + one.amountMinor;
  const sum = (some: GatewayHealthRow["inFlight"]) => some.reduce((total, { attempts }) => total + attempts, 0);
  const others = row.inFlight.filter(({ mode, account }) => mode !== gateway?.mode || account !== gateway.account);
  return {
    code: row.gateway,
    methodName: methodName(deps, row.gateway),
    isPresent: gateway !== undefined,
    mode: gateway?.mode ?? null,
    account: gateway?.account ?? null,
    state: breakerOf(row, deps.now()),
    closedUntil: row.closedUntil,
    failures: [...row.failures],
    inFlight: {
      attempts: sum(row.inFlight),
      amountMinor,
      oldest: row.inFlight.length > 0 ? Math.min(...row.inFlight.map(({ oldest }) => oldest)) : null,
    },
    underOtherAccount: sum(others),
    refundsOpen: row.refundsOpen,
    callbacksWaiting: row.callbacksWaiting,
    lastCallbackAt: row.lastCallbackAt,
    lastCaptureAt: row.lastCaptureAt,
  };
}
