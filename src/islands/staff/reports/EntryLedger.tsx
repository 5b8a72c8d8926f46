import type { Currency } from "#domain/money";
import type { ReportEntry } from "#domain/payments/report-schema";
import { amount, clock } from "../../words.ts";
import { type Column, Ledger, St } from "../Ledger.tsx";
import { classSaid, kindSaid } from "./report-words.ts";

interface Props {
  entries: readonly ReportEntry[];
  timeZone: string;
  caption: string;
}

/** The lines of a day, those without an explanation first; what to do about one stands under it. */
export function EntryLedger({ entries, timeZone, caption }: Props) {
  return (
    <Ledger
      caption={caption}
      columns={columnsIn(timeZone)}
      rows={entries}
      keyOf={({ id }) => id}
      under={(entry) => needsWords(entry) && <Explained entry={entry} />}
    />
  );
}

const needsWords = ({ class: name }: ReportEntry): boolean =>
  ["unexplained", "mismatch", "unallocated", "by-hand"].includes(name);

const either = ({ theirs, ours }: ReportEntry) => theirs ?? ours;
const sumOf = (side: { amountMinor: number; currency: Currency } | null) =>
  side ? amount(side.amountMinor, side.currency) : "–";

const columnsIn = (timeZone: string): Column<ReportEntry>[] => [
  {
    head: "Reference",
    as: "name",
    isHeader: true,
    cell: (entry) => {
      const ref = either(entry)?.ref ?? "";
      return entry.attempt ? (
        <a class="id" href={`/staff/payments/${entry.attempt.id}`} title={ref}>
          {ref}
        </a>
      ) : (
        <span class="id" title={ref}>
          {ref}
        </span>
      );
    },
  },
  {
    head: "What",
    as: "id",
    cell: ({ kind, order, attempt }) => (
      <>
        {kindSaid(kind)}
        {attempt && <span class="muted id"> {attempt.reference}</span>}
        {!attempt && order && (
          <a class="id" href={`/staff/orders/${order.id}`}>
            {" "}
            {order.number}
          </a>
        )}
      </>
    ),
  },
  {
    head: "To the other side",
    as: "state",
    cell: ({ class: name }) => <St mark={classSaid(name).mark}>{classSaid(name).word}</St>,
  },
  {
    head: "Theirs",
    as: "sum",
    cell: (entry) => (
      <>
        <span class="muted cur">{either(entry)?.currency}</span> {sumOf(entry.theirs)}
      </>
    ),
  },
  { head: "Ours", as: "more", isNumber: true, cell: ({ ours }) => sumOf(ours) },
  {
    head: "Between",
    as: "more",
    isNumber: true,
    cell: (entry) => {
      const side = either(entry);
      return side && entry.differenceMinor !== 0 ? (
        <span class="off">{amount(entry.differenceMinor, side.currency)}</span>
      ) : (
        "0"
      );
    },
  },
  {
    head: "At",
    as: "when",
    cell: (entry) => {
      const side = either(entry);
      return side && <time dateTime={new Date(side.at).toISOString()}>{clock(side.at, timeZone)}</time>;
    },
  },
];

/** Where else to look. */
const PLACES = {
  refund: (entry: ReportEntry) =>
    entry.order ? { href: `/staff/orders/${entry.order.id}#${entry.about?.id}`, label: "See the refund" } : null,
  unallocated: (entry: ReportEntry) => ({ href: `/staff/payments/unallocated#${entry.about?.id}`, label: "Place it" }),
  mismatch: (entry: ReportEntry) => ({
    href: `/staff/payments/unallocated#${entry.about?.id}`,
    label: "Look at the claim",
  }),
  "bank-line": () => ({ href: "/staff/bank?view=statement", label: "To the bank desk" }),
} as const;

function Explained({ entry }: { entry: ReportEntry }) {
  const place = entry.about && PLACES[entry.about.kind](entry);
  const both = entry.theirs && entry.ours && entry.theirs.amountMinor !== entry.ours.amountMinor;
  return (
    <p class={`flag ${classSaid(entry.class).mark}`}>
      {entry.sentence} {both && <span class="on-card">Ours: {sumOf(entry.ours)}. </span>}
      {place && <a href={place.href}>{place.label}</a>}
    </p>
  );
}
