import { useRef, useState } from "preact/hooks";
import type { StatementGateway, StatementView } from "#domain/payments/report-schema";
import { counted } from "#lib/format";
import { Field } from "../../Field.tsx";
import { useFocusOnFault } from "../ActForm.tsx";
import { dayShort } from "../bank/bank-words.ts";
import { FileField } from "../FileField.tsx";
import { moneyApi } from "../money-api.ts";
import { Telling } from "../Telling.tsx";
import { errorAt } from "../trouble.ts";
import { useActing } from "../use-acting.ts";

export interface StatementUploadProps {
  gateway: Exclude<StatementGateway, "bank-transfer">;
  methodName: string;
  openedAt: number;
}

const MOST_BYTES = 7_000_000;

/** Takes in a statement of a provider as its portal exports it, and says what it changed. */
export function StatementUpload({ gateway, methodName, openedAt }: StatementUploadProps) {
  const acting = useActing<StatementView | null>(null, openedAt, { read: async (seen) => ({ ok: true, value: seen }) });
  const [chosen, setChosen] = useState<{ name: string; text: string } | null>(null);
  const [wrong, setWrong] = useState("");
  const [days, setDays] = useState({ from: "", to: "" });
  const [anyway, setAnyway] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const form = useFocusOnFault(wrong || acting.problem);
  const { seen: taken, busy, problem } = acting;
  const refused = wrong || (errorAt(problem, "/text") ?? "");
  const mayInsist = /anyway/.test(refused) || anyway;

  const send = async () => {
    if (!chosen) return setWrong(`Choose the file that ${methodName}’s portal gave you.`);
    const body = {
      gateway,
      text: chosen.text,
      anyway,
      ...(days.from && days.to ? { days } : {}),
    };
    if (
      await acting.act(
        () => moneyApi.uploadStatement(body),
        (after) => takenSaid(after),
      )
    ) {
      setChosen(null);
      setAnyway(false);
      if (input.current) input.current.value = "";
    }
  };
  return (
    <section class="stack gap-12">
      <Telling acting={acting} formOpen />
      <form
        class="import-form"
        ref={form}
        aria-label={`Read a statement of ${methodName}`}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy) void send();
        }}
      >
        <FileField
          id="their-file"
          label={`Statement of ${methodName}`}
          accept=".csv,.txt,.json,text/csv,text/plain,application/json"
          mostBytes={MOST_BYTES}
          problem={refused}
          hint={
            chosen
              ? `${chosen.name}, ${counted(chosen.text.split("\n").length, "line")}.`
              : "As its portal exports it. The same lines again change nothing."
          }
          input={input}
          onChoose={(file) => {
            acting.forget();
            setAnyway(false);
            setWrong(file && "problem" in file ? file.problem : "");
            setChosen(file && "text" in file ? file : null);
          }}
        />
        <button type="submit" class={chosen ? "btn main" : "btn"} aria-disabled={busy}>
          {busy ? "Reading …" : "Read it"}
        </button>
        {busy && <progress aria-label="The statement is being read" />}
        {mayInsist && (
          <label class="check">
            <input type="checkbox" checked={anyway} onChange={(event) => setAnyway(event.currentTarget.checked)} />
            <span>It is of the right account: take it anyway</span>
          </label>
        )}
        <details class="add-word span-all">
          <summary class="btn bare small">It is of certain days</summary>
          <div class="act-fields">
            <Field
              name="from"
              label="First day"
              type="date"
              value={days.from}
              onWrite={(from) => setDays({ ...days, from })}
              error={errorAt(problem, "/days/from")}
              hint="Where the file may begin with quiet days."
            />
            <Field
              name="to"
              label="Last day"
              type="date"
              value={days.to}
              onWrite={(to) => setDays({ ...days, to })}
              error={errorAt(problem, "/days/to")}
            />
          </div>
        </details>
      </form>
      {taken && <Taken taken={taken} now={acting.now} />}
    </section>
  );
}

const takenSaid = (taken: StatementView | null): string =>
  taken === null
    ? ""
    : taken.added === 0
      ? "Read. All of it was here before."
      : `Read: ${counted(taken.added, "new line")}.`;

/** What a statement changed, and where its days stand now. */
function Taken({ taken, now }: { taken: StatementView; now: number }) {
  const { done, differing, days, gateway } = taken;
  const did = [
    done.captured > 0 &&
      `${counted(done.captured, "payment")} booked after asking ${done.asked === done.captured ? "about it" : `about ${done.asked}`}`,
    done.refunds > 0 && `${counted(done.refunds, "refund")} found`,
    done.disputes > 0 && `${counted(done.disputes, "dispute")} found`,
    done.unallocated > 0 && `${counted(done.unallocated, "sum")} kept as unallocated`,
  ].filter(Boolean);
  return (
    <div class="stack gap-8">
      {did.length > 0 && <p>{did.join(", ")}.</p>}
      {differing.map(({ line, ref, detail }) => (
        <p class="flag fail" key={`${line}-${ref}`}>
          <b>Line {line}:</b> {detail}
        </p>
      ))}
      <ul class="row gap-12 small">
        {days.map(({ day, unexplained }) => (
          <li key={day}>
            <a href={`/staff/reports/daily?gateway=${gateway}&day=${day}`}>{dayShort(day, now)}</a>{" "}
            {unexplained > 0 ? (
              <span class="late">{unexplained} unexplained</span>
            ) : (
              <span class="muted">explained</span>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
