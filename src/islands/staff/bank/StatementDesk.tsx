import type { BankDeskView, DeskLine } from "#domain/payments/bank-schema";
import { amount } from "../../words.ts";
import { type Column, Ledger, St } from "../Ledger.tsx";
import { Telling } from "../Telling.tsx";
import type { Acting } from "../use-acting.ts";
import { useOpened } from "../use-opened.ts";
import { dayShort, flagSaid, WHY_SUGGESTED } from "./bank-words.ts";
import { LineForms } from "./LineForms.tsx";
import { StatementImport } from "./StatementImport.tsx";

/** The statement: reading one, what waits for a second person, and money that fits nothing yet. */
export function StatementDesk({ acting }: { acting: Acting<BankDeskView> }) {
  const { open, waiting } = acting.seen;
  const { opened, setOpened, toggle } = useOpened(acting);
  const under = (line: DeskLine) =>
    opened === line.id && (
      <LineForms
        acting={acting}
        line={line}
        onDone={() => setOpened(null)}
        onClose={() => {
          toggle(line.id);
          setTimeout(() => document.getElementById(`line-${line.id}`)?.focus());
        }}
      />
    );
  const columns = columnsAt(acting.now, opened, toggle);
  return (
    <>
      <Telling acting={acting} formOpen={opened !== null} />
      <StatementImport acting={acting} />
      {waiting.length > 0 && (
        <section class="stack gap-8">
          <h2>For a second person</h2>
          <Ledger
            caption="Lines that wait for a second person"
            columns={columns}
            rows={waiting}
            keyOf={keyOf}
            under={under}
          />
        </section>
      )}
      <section class="stack gap-8">
        <h2>Whose money is it?</h2>
        {open.length > 0 ? (
          <Ledger
            caption="Money of the statement that fits nothing yet, the oldest first"
            columns={columns}
            rows={open}
            keyOf={keyOf}
            under={under}
          />
        ) : (
          <p class="muted">All money that came in has its order. Well done.</p>
        )}
      </section>
    </>
  );
}

const keyOf = ({ id }: DeskLine): string => id;

const columnsAt = (now: number, opened: string | null, toggle: (id: string) => void): Column<DeskLine>[] => [
  {
    head: "Line",
    as: "name",
    isHeader: true,
    cell: ({ narrative, payer, bankRef }) => (
      <span title={narrative}>{narrative || payer || bankRef || "Typed by hand"}</span>
    ),
  },
  { head: "Reference", as: "id", cell: ({ bankRef }) => <span class="id">{bankRef ?? "none"}</span> },
  { head: "May be for", as: "state", cell: (line) => <MayBeFor line={line} /> },
  {
    head: "Amount",
    as: "sum",
    cell: ({ currency, amountMinor }) => (
      <>
        <span class="muted cur">{currency}</span> {amount(amountMinor, currency)}
      </>
    ),
  },
  { head: "Day", as: "when", cell: ({ bookedOn }) => <time dateTime={bookedOn}>{dayShort(bookedOn, now)}</time> },
  {
    head: "Next",
    as: "next",
    cell: (line) => (
      <button
        type="button"
        class="next-btn only-with-js"
        id={`line-${line.id}`}
        aria-expanded={opened === line.id}
        aria-label={`${line.state === "waiting" ? "Look at" : "Match"}: ${amount(line.amountMinor, line.currency)}, ${line.narrative || (line.bankRef ?? "")}`}
        onClick={() => toggle(line.id)}
      >
        {line.state === "waiting" ? "Look at it" : "Match"}
      </button>
    ),
  },
];

function MayBeFor({ line }: { line: DeskLine }) {
  if (line.state === "waiting")
    return (
      <>
        <St mark="wait">{line.order?.number ?? "–"}</St>{" "}
        <span class="muted">{line.mayApprove ? `by ${line.matchedBy ?? line.enteredBy}` : "not by you"}</span>
      </>
    );
  const [first] = line.suggestions;
  if (first)
    return (
      <>
        <St mark="info">{first.order.number}</St> <span class="muted">{WHY_SUGGESTED[first.why]}</span>
      </>
    );
  const [flag] = line.flags;
  return flag ? <span class="muted">{flagSaid(flag).title}</span> : <span class="muted">nobody known</span>;
}
