import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { Answer } from "#lib/api";
import { Field } from "../Field.tsx";
import { ActForm } from "./ActForm.tsx";
import { errorAt } from "./trouble.ts";
import type { Acting } from "./use-acting.ts";

interface Props<T> {
  acting: Acting<T>;
  name: string;
  button: string;
  field: {
    /** Its name in the body that is sent. */
    readonly name: string;
    readonly label: string;
    readonly hint?: string;
    /** Said where nothing was typed; without it the field may stay empty. */
    readonly missing?: string;
    readonly lines?: boolean;
    readonly maxLength?: number;
  };
  /** What is mostly said, to be taken with one press. */
  often?: readonly string[];
  children?: ComponentChildren;
  send: (said: string) => Promise<Answer<T>>;
  done: string | ((value: T) => string);
  onDone: () => void;
  onClose: () => void;
}

/** A form that asks for one thing: a reason, a note, a reference. */
export function SayForm<T>(props: Props<T>) {
  const { acting, name, button, field, often = [], children, send, done, onDone, onClose } = props;
  const [said, setSaid] = useState("");
  const [wrong, setWrong] = useState("");
  const write = (text: string) => {
    setSaid(text);
    setWrong("");
  };
  const submit = async () => {
    const text = said.trim();
    if (field.missing && text.length < 3) return setWrong(field.missing);
    if (await acting.act(() => send(text), done)) onDone();
  };
  return (
    <ActForm
      name={name}
      button={button}
      busyButton="Writing it down …"
      busy={acting.busy}
      refused={wrong || acting.problem}
      onSend={submit}
      onClose={onClose}
    >
      {children}
      <Field
        name={field.name}
        label={field.label}
        optional={!field.missing}
        value={said}
        onWrite={write}
        error={wrong || errorAt(acting.problem, `/${field.name}`)}
        {...(field.hint ? { hint: field.hint } : {})}
        lines={field.lines ?? false}
        maxLength={field.maxLength ?? 300}
        autocomplete="off"
      />
      {often.length > 0 && (
        <div class="often small">
          <span class="muted">Often</span>
          {often.map((text) => (
            <button key={text} type="button" class="word-btn" onClick={() => write(text)}>
              {text}
            </button>
          ))}
        </div>
      )}
    </ActForm>
  );
}
