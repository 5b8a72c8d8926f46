import { useRef, useState } from "preact/hooks";
import type { Currency } from "#domain/money";
import type { BankDeskView } from "#domain/payments/bank-schema";
import { counted } from "#lib/format";
import { amount, cash } from "../../words.ts";
import { useFocusOnFault } from "../ActForm.tsx";
import { FileField } from "../FileField.tsx";
import { type Column, Ledger, St } from "../Ledger.tsx";
import { moneyApi } from "../money-api.ts";
import { errorAt } from "../trouble.ts";
import type { Acting } from "../use-acting.ts";
import { dayShort, OUTCOMES } from "./bank-words.ts";
import { outcomesOf, type ReadFile, type ReadLine, readFile } from "./statement-lines.ts";

const MOST_BYTES = 2_000_000;
const SHOWN = 100;

/** Takes in a statement as the bank exports it: looked at first, then sent, then line by line what became of it. */
export function StatementImport({ acting }: { acting: Acting<BankDeskView> }) {
  const { accounts } = acting.seen;
  const [accountId, setAccountId] = useState(accounts.length === 1 ? (accounts[0]?.id ?? "") : "");
  const [chosen, setChosen] = useState<{ name: string; csv: string } | null>(null);
  const [wrong, setWrong] = useState("");
  const [taken, setTaken] = useState<{
    file: ReadFile;
    accountId: string;
    counts: NonNullable<BankDeskView["imported"]>;
  } | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const account = accounts.find(({ id }) => id === accountId);
  const read = account && chosen ? readFile(account, chosen.name, chosen.csv) : null;
  const file = read && "credits" in read ? read : null;
  const problem = wrong || (read && "problem" in read ? read.problem : "") || errorAt(acting.problem, "/csv") || "";
  const form = useFocusOnFault(wrong || acting.problem);

  const choose = (one: { name: string; text: string } | { problem: string } | null) => {
    setTaken(null);
    acting.forget();
    setWrong(one && "problem" in one ? one.problem : "");
    setChosen(one && "text" in one ? { name: one.name, csv: one.text } : null);
  };
  const send = async () => {
    if (!account) return setWrong("Whose statement is it? Choose the account first.");
    if (!chosen) return setWrong("Choose the file that the bank’s page gave you.");
    if (!file) return;
    let counts: BankDeskView["imported"];
    const done = await acting.act(
      async () => {
        const answer = await moneyApi.importStatement({ accountId, csv: file.csv });
        if (answer.ok) counts = answer.value.imported;
        return answer;
      },
      (after) => importSaid(after.imported),
    );
    if (!done || !counts) return;
    setTaken({ file, accountId, counts });
    setChosen(null);
    if (input.current) input.current.value = "";
  };

  return (
    <section class="stack gap-12 import">
      <h2>Read a statement</h2>
      <form
        class="import-form"
        ref={form}
        aria-label="Read a statement"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <div class="field">
          <label for="statement-account">Account</label>
          <select
            class="in"
            id="statement-account"
            value={accountId}
            aria-invalid={problem && !account ? "true" : undefined}
            onChange={(event) => {
              setAccountId(event.currentTarget.value);
              setWrong("");
              setTaken(null);
            }}
          >
            {accounts.length !== 1 && <option value="">Choose one</option>}
            {accounts.map((one) => (
              <option key={one.id} value={one.id}>
                {one.currency}, {one.bankName} {one.accountNumber}
              </option>
            ))}
          </select>
          <p class="hint">
            {account?.lastLineOn
              ? `Read up to ${dayShort(account.lastLineOn, acting.now)}.`
              : "Overlapping days do no harm."}
          </p>
        </div>
        <FileField
          id="statement-file"
          label="File (CSV)"
          accept=".csv,text/csv"
          mostBytes={MOST_BYTES}
          problem={account || wrong ? problem : ""}
          hint={file && account ? fileSaid(file, account.currency, acting.now) : "As the bank’s page exports it."}
          input={input}
          onChoose={choose}
        />
        <button type="submit" class={file ? "btn main" : "btn"} aria-disabled={acting.busy}>
          {acting.busy && chosen ? "Reading …" : file ? `Read ${counted(file.credits.length, "line")}` : "Read it"}
        </button>
        {acting.busy && chosen && <progress aria-label="The statement is being read" />}
      </form>
      {taken && <Taken taken={taken} desk={acting.seen} now={acting.now} />}
    </section>
  );
}

const fileSaid = ({ credits, debits, totalMinor, from, to }: ReadFile, currency: Currency, now: number): string => {
  if (credits.length === 0) return "No money came in by this file.";
  const days = from === to ? dayShort(from, now) : `${dayShort(from, now)} to ${dayShort(to, now)}`;
  const out = debits > 0 ? ` ${counted(debits, "line")} of money that went out will be passed over.` : "";
  return `${counted(credits.length, "line")} of money that came in, ${cash(totalMinor, currency)}, ${days}.${out}`;
};

function importSaid(counts: BankDeskView["imported"]): string {
  if (!counts) return "Read.";
  if (counts.added === 0) return "Read. All of it was here before.";
  const parts = [
    counts.booked > 0 && `${counts.booked} booked`,
    counts.waiting > 0 && `${counts.waiting} for a second person`,
    counts.open > 0 && `${counts.open} to match`,
  ].filter(Boolean);
  return `Read: ${parts.join(", ") || counted(counts.added, "new line")}.`;
}

interface TakenProps {
  taken: { file: ReadFile; accountId: string; counts: NonNullable<BankDeskView["imported"]> };
  desk: BankDeskView;
  now: number;
}

/** What became of the file: four figures, then each line, those that ask for a person first. */
function Taken({ taken: { file, accountId, counts }, desk, now }: TakenProps) {
  const currency = desk.accounts.find(({ id }) => id === accountId)?.currency ?? "KES";
  const rows = outcomesOf(file, accountId, desk);
  const columns: Column<ReadLine>[] = [
    {
      head: "Line",
      as: "name",
      isHeader: true,
      cell: ({ line }) => <span title={line.narrative}>{line.narrative}</span>,
    },
    { head: "Reference", as: "id", cell: ({ line }) => <span class="id">{line.bankRef ?? "none"}</span> },
    {
      head: "What became of it",
      as: "state",
      cell: ({ outcome, onDesk }) => (
        <>
          <St mark={OUTCOMES[outcome].mark}>{OUTCOMES[outcome].word}</St>
          {outcome === "suggestion" && <span class="id"> {onDesk?.suggestions[0]?.order.number}</span>}
          {outcome === "waiting" && <span class="id"> {onDesk?.order?.number}</span>}
        </>
      ),
    },
    { head: `Amount, ${currency}`, as: "sum", cell: ({ line }) => amount(line.amountMinor, currency) },
    { head: "Day", as: "when", cell: ({ line }) => dayShort(line.bookedOn, now) },
  ];
  return (
    <div class="stack gap-12">
      <dl class="figs">
        <Figure name="Booked" value={counts.booked} />
        <Figure name="For a second person" value={counts.waiting} />
        <Figure name="To match" value={counts.open} />
        <Figure name="Here before" value={counts.known} />
      </dl>
      {rows.length > 0 && (
        <details class="fold" open={rows.length <= 20}>
          <summary>Line by line</summary>
          <Ledger
            caption={`Lines of ${file.name}`}
            columns={columns}
            rows={rows.slice(0, SHOWN)}
            keyOf={({ line }) => String(line.at)}
          />
          {rows.length > SHOWN && (
            <p class="small muted">And {counted(rows.length - SHOWN, "more line")}, all booked or further below.</p>
          )}
        </details>
      )}
    </div>
  );
}

function Figure({ name, value }: { name: string; value: number }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value.toLocaleString("en-GB")}</dd>
    </div>
  );
}
