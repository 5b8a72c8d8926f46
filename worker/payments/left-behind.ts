import type { Database } from "#db/client";
import type { Account } from "#db/queries/accounts";
import { type LeftBehind, underOtherAccounts } from "#db/queries/left-behind";
import type { GatewayCode } from "#domain/payments/names";
import type { SwitchView } from "#domain/payments/report-schema";
import type { Config } from "../config.ts";

/**
 * What is under way under another account or mode than the configured ones: attempts nobody could ask about, refunds nobody could send,
 * disputes of an account nobody is signed in to.
 */
export async function leftBehind(db: Database, present: readonly Account[]): Promise<SwitchView> {
  const left = await underOtherAccounts(db, present);
  return {
    configured: present.map(({ gateway, mode, account }) => ({
      gateway: gateway as GatewayCode,
      mode: mode === "live" ? "live" : "test",
      account,
    })),
    left: left.map((one) => ({ ...one, sentence: sentenceOf(one, present) })),
  };
}

/** "M-Pesa 174379 (test): 3 payments without a final answer, 1 refund not done. It is not set up now: live 600123 is." */
function sentenceOf(
  { gateway, mode, account, attempts, refunds, disputes }: LeftBehind,
  present: readonly Account[],
): string {
  const counted = (count: number, one: string, many: string) =>
    count === 0 ? [] : [`${count} ${count === 1 ? one : many}`];
  const what = [
    ...counted(attempts, "payment without a final answer", "payments without a final answer"),
    ...counted(refunds, "refund that is not done", "refunds that are not done"),
    ...counted(disputes, "open dispute", "open disputes"),
  ].join(", ");
  const now = present.find((one) => one.gateway === gateway);
  const instead = now ? `set up now is ${now.mode} ${now.account}` : "it is not set up any more";
  return `${gateway}, ${mode} ${account}: ${what}; ${instead}.`;
}

/** The accounts of a configuration, as worker/payments/registry.ts makes them; for scripts, which cannot load the gateways. */
export function accountsIn({ mpesa, airtel, paypal, stripe, khalti, documentSecret }: Config): Account[] {
  return [
    ...(mpesa ? [{ gateway: "mpesa", mode: mpesa.mode, account: mpesa.shortCode }] : []),
    ...(paypal ? [{ gateway: "paypal", mode: paypal.mode, account: paypal.merchantId }] : []),
    ...(stripe ? [{ gateway: "stripe", mode: stripe.mode, account: stripe.account }] : []),
    ...(documentSecret ? [{ gateway: "bank-transfer", mode: "live", account: "shop" }] : []),
    ...(airtel ? [{ gateway: "airtel", mode: airtel.mode, account: airtel.account }] : []),
    ...(khalti ? [{ gateway: "khalti", mode: khalti.mode, account: khalti.account }] : []),
    { gateway: "on-delivery", mode: "live", account: "shop" },
  ];
}
