import { useState } from "preact/hooks";
import type { LogDetailView } from "#domain/payments/staff-schema";
import { Field } from "../../Field.tsx";
import { cash } from "../../words.ts";
import { ActForm } from "../ActForm.tsx";
import { moneyApi } from "../money-api.ts";
import { NoteField } from "../NoteField.tsx";
import { SayForm } from "../SayForm.tsx";
import { errorAt } from "../trouble.ts";
import type { Acting } from "../use-acting.ts";

interface Props {
  acting: Acting<LogDetailView>;
  onDone: () => void;
  onClose: () => void;
}

/** It was paid after all: the reference that stands at the provider, and the day. */
export function WasPaid({ acting, onDone, onClose }: Props) {
  const { attempt } = acting.seen;
  const [typed, setTyped] = useState({ reference: "", occurredOn: "", note: "" });
  const [wrong, setWrong] = useState<Readonly<Record<string, string>>>({});
  const write = (change: Partial<typeof typed>) => {
    setTyped({ ...typed, ...change });
    setWrong({});
  };
  const at = (name: string) => wrong[name] ?? errorAt(acting.problem, `/${name}`);
  const send = async () => {
    const reference = typed.reference.trim();
    const errors = {
      ...(reference.length < 3 ? { reference: "The reference, as it stands at the provider." } : {}),
      ...(typed.occurredOn ? {} : { occurredOn: "On which day was it paid?" }),
    };
    if (Object.keys(errors).length > 0) return setWrong(errors);
    const done = (after: LogDetailView) =>
      after.attempt.waiting ? "Written down. It is booked when a second person agrees." : "Booked: it was paid.";
    const body = { outcome: "captured", reference, occurredOn: typed.occurredOn, note: typed.note.trim() } as const;
    if (await acting.act(() => moneyApi.resolve(attempt.id, body), done)) onDone();
  };
  return (
    <ActForm
      name="It was paid"
      button={`${cash(attempt.amountMinor, attempt.currency)} was paid`}
      busyButton="Writing it down …"
      busy={acting.busy}
      refused={Object.keys(wrong).length > 0 ? wrong : acting.problem}
      onSend={send}
      onClose={onClose}
    >
      <p class="small">Look it up at the provider first. A second person agrees before it is booked.</p>
      <div class="act-fields">
        <Field
          name="reference"
          label="Reference at the provider"
          value={typed.reference}
          onWrite={(reference) => write({ reference })}
          error={at("reference")}
          maxLength={60}
          autocomplete="off"
        />
        <Field
          name="occurredOn"
          label="Day"
          type="date"
          value={typed.occurredOn}
          onWrite={(occurredOn) => write({ occurredOn })}
          error={at("occurredOn")}
        />
        <NoteField value={typed.note} onWrite={(note) => write({ note })} error={at("note")} />
      </div>
    </ActForm>
  );
}

/** Nothing was paid, and somebody knows it. */
export function WasNotPaid({ acting, onDone, onClose }: Props) {
  const { attempt } = acting.seen;
  return (
    <SayForm
      acting={acting}
      name="Nothing was paid"
      button="Nothing was paid"
      field={{
        name: "reason",
        label: "How do you know?",
        hint: "Only staff read it. Money that comes after all is booked all the same.",
        missing: "How do you know that nothing was paid?",
      }}
      often={["It is not on the provider’s statement.", "The customer says that no money left."]}
      send={(reason) => moneyApi.resolve(attempt.id, { outcome: "failed", reason })}
      done="Written down: nothing was paid."
      onDone={onDone}
      onClose={onClose}
    />
  );
}
