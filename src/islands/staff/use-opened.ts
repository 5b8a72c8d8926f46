import { useState } from "preact/hooks";
import type { Acting } from "./use-acting.ts";

/** Which of a page's forms is open. Opening another, and giving one up, forgets what was refused. */
export function useOpened<Which extends string = string>(acting: Pick<Acting<unknown>, "forget">) {
  const [opened, setOpened] = useState<Which | null>(null);
  const show = (which: Which | null) => {
    acting.forget();
    setOpened(which);
  };
  return {
    opened,
    setOpened,
    toggle: (which: Which) => show(opened === which ? null : which),
    form: { onDone: () => setOpened(null), onClose: () => show(null) },
  };
}
