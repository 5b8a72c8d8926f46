import { useState } from "preact/hooks";
import { Field } from "../Field.tsx";
import { amount, cash } from "../words.ts";
import { ActForm, type FormProps } from "./ActForm.tsx";
import { cashOf } from "./cash.ts";
import { NoteField } from "./NoteField.tsx";
import { staffApi } from "./staff-api.ts";
import { errorAt } from "./trouble.ts";

/** Cash taken at the door or the counter. The same press twice is one receipt. */
export function MoneyForm({ acting, onDone, onClose }: FormProps) {
  const { order, busy, problem } = acting;
  const [typed, setTyped] = useState(() => (order.dueMinor > 0 ? amount(order.dueMinor, order.currency) : ""));
  const [note, setNote] = useState("");
  const [wrong, setWrong] = useState("");
  const taken = cashOf(typed, order.currency);
  const off = "amountMinor" in taken ? taken.amountMinor - order.dueMinor : 0;

  const send = async () => {
    if ("error" in taken) return setWrong(taken.error);
    setWrong("");
    const { amountMinor } = taken;
    const body = { amountMinor, note: note.trim() };
    const key = acting.keyFor(body);
    const done = `Written down: ${cash(amountMinor, order.currency)} in cash.`;
    if (await acting.act(() => staffApi.recordMoney(order.id, body, key), done)) onDone();
  };

  return (
    <ActForm
      name="Record money"
      button={"amountMinor" in taken ? `Record ${cash(taken.amountMinor, order.currency)}` : "Record"}
      busyButton="Writing it down …"
      busy={busy}
      refused={wrong || problem}
      onSend={send}
      onClose={onClose}
    >
      <div class="act-fields">
        <Field
          name="amount"
          label={`Cash taken, in ${order.currency}`}
          value={typed}
          onWrite={(text) => {
            setTyped(text);
            setWrong("");
          }}
          error={wrong || errorAt(problem, "/amountMinor")}
          hint={
            off < 0
              ? `${cash(-off, order.currency)} will still be due.`
              : off > 0
                ? `${cash(off, order.currency)} more than is due.`
                : `${cash(order.dueMinor, order.currency)} is due.`
          }
          maxLength={20}
          autocomplete="off"
        />
        <NoteField value={note} onWrite={setNote} error={errorAt(problem, "/note")} />
      </div>
    </ActForm>
  );
}
