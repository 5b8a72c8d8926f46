import { type SQL, sql } from "drizzle-orm";

/** A gateway as it is configured now: attempts of another mode or account cannot be asked about. */
export interface Account {
  readonly gateway: string;
  readonly mode: string;
  readonly account: string;
}
export const among = (present: readonly Account[]): SQL =>
  sql`EXISTS (SELECT 1 FROM json_each(${JSON.stringify(present)}) a WHERE a.value->>'gateway' = payments.gateway AND a.value->>'mode' = payments.mode AND a.value->>'account' = payments.account)`;

/** Whose statement: the account a provider's money goes to, in its mode. */
export const accountName = ({ mode, account }: { readonly mode: string; readonly account: string }): string =>
  `${mode}:${account}`;
