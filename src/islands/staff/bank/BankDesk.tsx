import type { BankDeskView } from "#domain/payments/bank-schema";
import { moneyApi } from "../money-api.ts";
import { useActing } from "../use-acting.ts";
import { Awaiting } from "./Awaiting.tsx";
import { SlipDesk } from "./SlipDesk.tsx";
import { StatementDesk } from "./StatementDesk.tsx";

export const BANK_VIEWS = ["slips", "statement", "awaiting"] as const;
export type BankView = (typeof BANK_VIEWS)[number];

export interface BankDeskProps {
  initial: BankDeskView;
  openedAt: number;
  view: BankView;
  /** The slip to begin with. */
  slip: string | null;
}

/** The bank desk: slips beside what is due, the statement, and transfers nobody has seen. */
export function BankDesk({ initial, openedAt, view, slip }: BankDeskProps) {
  const acting = useActing(initial, openedAt, { read: moneyApi.desk });
  const { proofs, open, waiting, awaiting } = acting.seen;
  const tabs = [
    { name: "slips", label: "Slips", count: proofs.length },
    { name: "statement", label: "Statement", count: open.length + waiting.length },
    { name: "awaiting", label: "Not seen yet", count: awaiting.length },
  ] as const;
  return (
    <>
      <nav class="tabs" aria-label="Bank desk">
        {tabs.map(({ name, label, count }) => (
          <a
            key={name}
            href={name === "slips" ? "/staff/bank" : `/staff/bank?view=${name}`}
            aria-current={name === view ? "page" : undefined}
          >
            {label} <span class="num">{count.toLocaleString("en-GB")}</span>
          </a>
        ))}
      </nav>
      {view === "slips" && <SlipDesk acting={acting} first={slip} />}
      {view === "statement" && <StatementDesk acting={acting} />}
      {view === "awaiting" && <Awaiting desk={acting.seen} now={acting.now} />}
    </>
  );
}
