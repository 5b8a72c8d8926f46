import type { Account } from "#db/queries/accounts";
import type { AttemptRow } from "#db/queries/attempts";
import { money } from "#domain/money";
import type { GatewayCode } from "#domain/payments/names";
import type { Deps } from "../deps.ts";
import { makeToken } from "../tokens.ts";
import type { Addresses, Attempt, PaymentGateway, Refunding } from "./gateway.ts";

export const asAttempt = (row: AttemptRow): Attempt => ({
  id: row.id,
  orderId: row.orderId,
  gateway: row.gateway,
  reference: row.reference,
  account: row.account,
  amount: money(row.amountMinor, row.currency),
  phone: row.phone,
  providerReference: row.providerReference,
  providerOther: row.providerOther,
  receipt: row.receipt,
  wire: row.wire,
  expiresAt: row.expiresAt,
  submittedAt: row.submittedAt,
  declines: row.declines,
});

/** The gateway that can be asked about an attempt: present, and still of the same mode and account. */
export function gatewayOf(deps: Deps, row: Pick<AttemptRow, "gateway" | "mode" | "account">): PaymentGateway | null {
  const gateway = deps.gateways.get(row.gateway);
  return gateway && gateway.mode === row.mode && gateway.account === row.account ? gateway : null;
}

/** The accounts that give back now, in the way that is meant: refunds of all others are a person's. */
export const accountsGivingBack = (deps: Deps, isMeant: (how: Refunding) => boolean = () => true): Account[] =>
  deps.gateways.accounts.filter(({ gateway }) => {
    const how = deps.gateways.get(gateway as GatewayCode)?.refunds;
    return how !== undefined && isMeant(how);
  });

/** Where the provider, and the payer's browser, find this attempt again. */
export function addressesOf(deps: Deps, gateway: PaymentGateway, attemptId: string): Addresses {
  const { shopUrl, callbackSecret, linkSecret } = deps.config;
  const back = `${shopUrl}/pay/${gateway.path}/${makeToken(linkSecret, "back", attemptId)}`;
  return {
    callback: `${shopUrl}/webhooks/${gateway.path}/${makeToken(callbackSecret, "callback", attemptId)}`,
    back,
    cancel: `${back}/cancelled`,
    shop: shopUrl,
  };
}
