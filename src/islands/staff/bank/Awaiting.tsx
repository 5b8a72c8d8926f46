import type { BankDeskView } from "#domain/payments/bank-schema";
import { amount } from "../../words.ts";
import { placed } from "../console-words.ts";
import { type Column, Ledger, St } from "../Ledger.tsx";

type Row = BankDeskView["awaiting"][number];

/** Transfers that were promised and that nobody has seen yet. */
export function Awaiting({ desk, now }: { desk: BankDeskView; now: number }) {
  if (desk.awaiting.length === 0)
    return (
      <section class="blank">
        <h2>No transfer is under way</h2>
        <p class="muted">Everybody who chose a bank transfer has paid, or has let it go.</p>
      </section>
    );
  return (
    <Ledger
      caption="Transfers nobody has seen yet, the oldest first"
      columns={columnsAt(now)}
      rows={desk.awaiting}
      keyOf={({ reference }) => reference}
    />
  );
}

const columnsAt = (now: number): Column<Row>[] => [
  {
    head: "Name",
    as: "name",
    isHeader: true,
    cell: ({ order }) => <a href={`/staff/orders/${order.id}`}>{order.name}</a>,
  },
  { head: "Reference", as: "id", cell: ({ reference }) => <span class="id">{reference}</span> },
  {
    head: "Slip",
    as: "state",
    cell: ({ hasProof }) => (hasProof ? <St mark="wait">Slip to look at</St> : <St mark="none">No slip yet</St>),
  },
  {
    head: "Amount",
    as: "sum",
    cell: ({ currency, amountMinor }) => (
      <>
        <span class="muted cur">{currency}</span> {amount(amountMinor, currency)}
      </>
    ),
  },
  { head: "Asked", as: "more", isNumber: true, cell: ({ since }) => placed(since, now) },
  {
    head: "Held until",
    as: "when",
    cell: ({ until }) =>
      until === null ? (
        "–"
      ) : (
        <span class={until < now ? "late" : undefined}>{until < now ? "over" : placedAhead(until, now)}</span>
      ),
  },
];

/** A day that is still to come: "Fri 17:50". */
const placedAhead = (at: number, now: number): string =>
  at - now < 7 * 86_400_000
    ? new Date(at)
        .toLocaleString("en-GB", { weekday: "short", hour: "numeric", minute: "2-digit", timeZone: "Africa/Nairobi" })
        .replace(",", "")
    : placed(at, now);
