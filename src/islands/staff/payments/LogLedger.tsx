import type { LogAttempt } from "#domain/payments/staff-schema";
import { amount, whole } from "../../words.ts";
import { placed } from "../console-words.ts";
import { type Column, Ledger, St } from "../Ledger.tsx";
import { statusSaid } from "./payment-words.ts";

/** The tries to collect money, newest first. */
export function LogLedger({ rows, now }: { rows: readonly LogAttempt[]; now: number }) {
  return <Ledger caption="Payments, newest first" columns={columnsAt(now)} rows={rows} keyOf={({ id }) => id} />;
}

const columnsAt = (now: number): Column<LogAttempt>[] => [
  {
    head: "Payment",
    as: "name",
    isHeader: true,
    cell: ({ id, reference }) => (
      <a class="id" href={`/staff/payments/${id}`}>
        {reference}
      </a>
    ),
  },
  {
    head: "By",
    as: "id",
    cell: ({ methodName, phone, mode }) => (
      <>
        {whole(methodName)}
        {phone && <span class="muted">, {phone}</span>}
        {mode === "test" && <span class="sr">, test</span>}
      </>
    ),
  },
  {
    head: "What became of it",
    as: "state",
    cell: (row) => {
      const { word, mark } = statusSaid(row);
      const why = row.status === "captured" ? "" : (row.result?.title ?? "");
      return (
        <span title={why}>
          <St mark={mark}>{word}</St> <span class="muted">{why}</span>
        </span>
      );
    },
  },
  { head: "Receipt", as: "more", cell: ({ receipt }) => receipt && <span class="id">{receipt}</span> },
  {
    head: "Amount",
    as: "sum",
    cell: ({ currency, amountMinor }) => (
      <>
        <span class="muted cur">{currency}</span> {amount(amountMinor, currency)}
      </>
    ),
  },
  {
    head: "When",
    as: "when",
    cell: ({ createdAt }) => <time dateTime={new Date(createdAt).toISOString()}>{placed(createdAt, now)}</time>,
  },
];
