import { useState } from "preact/hooks";
import { cash } from "../words.ts";
import { ActForm, type FormProps } from "./ActForm.tsx";
import { NoteField } from "./NoteField.tsx";
import { staffApi } from "./staff-api.ts";
import { errorAt } from "./trouble.ts";

/** The two ends of a delivery. Neither can be taken back, so each asks once more, and takes a word for the timeline. */
const ENDS = {
  deliver: {
    name: "Delivered",
    button: "The goods have arrived",
    say: () => "",
    done: "Delivered. That is noted.",
    send: staffApi.deliver,
  },
  refuse: {
    name: "Not taken",
    button: "It was not taken",
    say: (due: string) =>
      `The order is cancelled, the ${due} is no longer asked for, and the goods go back on the shelf. This cannot be undone.`,
    done: "Not taken. The goods are back on the shelf.",
    send: staffApi.refuse,
  },
} as const;

export function NoteForm({ acting, onDone, onClose, end }: FormProps & { end: keyof typeof ENDS }) {
  const { order, busy, problem } = acting;
  const [note, setNote] = useState("");
  const { name, button, say, done, send } = ENDS[end];
  const words = say(cash(order.dueMinor, order.currency));
  return (
    <ActForm
      name={name}
      button={button}
      busyButton="Writing it down …"
      busy={busy}
      refused={problem}
      onSend={async () => {
        if (await acting.act(() => send(order.id, note.trim()), done)) onDone();
      }}
      onClose={onClose}
    >
      {words && <p class="small">{words}</p>}
      <div class="act-fields">
        <NoteField value={note} onWrite={setNote} error={errorAt(problem, "/note")} />
      </div>
    </ActForm>
  );
}
