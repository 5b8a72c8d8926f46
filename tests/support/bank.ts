import type { BankDeskView } from "#domain/payments/bank-schema";
import type { Client } from "./client.ts";
import type { Shop } from "./shop.ts";

/** Somebody sends money from a bank: the simulated bank has the line, the shop knows nothing yet. */
export async function transfer(
  shop: Shop,
  line: { amount: number; currency: string; reference: string; payer?: string; at?: string; bankRef?: string | null },
): Promise<void> {
  await shop.control("act", { provider: "bank", action: "transfer", ...line });
}

/** The statement as the bank exports it. */
export async function statementOf(shop: Shop, currency: string, day = ""): Promise<string> {
  const answer = await fetch(`${shop.simulatorsUrl}/bank/statement.csv?currency=${currency}${day && `&day=${day}`}`);
  if (!answer.ok) throw new Error(`the bank answered ${answer.status}`);
  return answer.text();
}

/** Staff take in the whole statement of one currency. @returns the desk as it is then */
export async function importStatement(
  shop: Shop,
  staff: Client,
  currency: string,
  csv?: string,
): Promise<BankDeskView> {
  const accountId = await shop.one<string>("SELECT id FROM bank_accounts WHERE currency = ? AND is_active = 1", [
    currency,
  ]);
  const body = { accountId, csv: csv ?? (await statementOf(shop, currency)) };
  const answer = await staff.post<BankDeskView>("/api/staff/bank/statements", body);
  if (answer.status !== 200) throw new Error(`the statement of ${currency}: ${answer.status} ${answer.text}`);
  return answer.body;
}
