import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import type { OrderActing } from "./use-order.ts";

export interface FormProps {
  acting: OrderActing;
  onDone: () => void;
  onClose: () => void;
}

/** The focus goes to the first field at fault, again with every refusal. */
export function useFocusOnFault(refused: unknown) {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (refused) form.current?.querySelector<HTMLElement>("[aria-invalid='true']")?.focus();
  }, [refused]);
  return form;
}

interface Props {
  name: string;
  button: string;
  busyButton: string;
  busy: boolean;
  /** Changes with every refusal: the focus then goes to the first field at fault. */
  refused: unknown;
  onSend: () => void;
  onClose: () => void;
  children?: ComponentChildren;
}

/** A small form under what it acts on; Escape closes it. */
export function ActForm({ name, button, busyButton, busy, refused, onSend, onClose, children }: Props) {
  const form = useFocusOnFault(refused);
  useLayoutEffect(() => {
    form.current?.querySelector<HTMLElement>("input, textarea, select, button[type='submit']")?.focus();
  }, []);
  return (
    <form
      class="act-form"
      ref={form}
      aria-label={name}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy) onSend();
      }}
      onKeyDown={(event) => {
        if (event.key === "Escape" && !busy) onClose();
      }}
    >
      {children}
      <div class="row gap-8">
        <button type="submit" class="btn main" aria-disabled={busy}>
          {busy ? busyButton : button}
        </button>
        <button type="button" class="btn bare" onClick={onClose}>
          Not now
        </button>
      </div>
    </form>
  );
}
