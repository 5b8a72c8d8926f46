import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { QuoteView } from "#domain/checkout/schema";
import { $errors, $typed } from "#stores/checkout";
import { check, type Part } from "./check.ts";
import { focusField } from "./submit.ts";

const ORDER: readonly Part[] = ["contact", "delivery", "payment"];

/** Which parts are folded to a line. Only a part without faults folds, and never under the finger: what one looks at stays where it is. */
export function useParts(view: QuoteView | null, hydrated: boolean) {
  const [folded, setFolded] = useState<readonly Part[]>([]);
  const anchor = useRef<{ element: Element; top: number } | null>(null);
  const ready = hydrated && view !== null;

  useLayoutEffect(() => {
    if (ready) setFolded(wellDone(["contact"])); // written before a reload
  }, [ready]);
  useLayoutEffect(() => {
    const { element, top } = anchor.current ?? {};
    if (element?.isConnected && top !== undefined)
      scrollBy({ top: element.getBoundingClientRect().top - top, behavior: "instant" });
    anchor.current = null;
  }, [folded]);

  const wellDone = (parts: readonly Part[]): Part[] =>
    view ? parts.filter((part) => Object.keys(check(part, $typed.get(), view)).length === 0) : [];
  const hold = (element: Element | null) => {
    anchor.current = element ? { element, top: element.getBoundingClientRect().top } : null;
  };

  return {
    isFolded: (part: Part) => folded.includes(part),
    open(parts: readonly Part[]) {
      setFolded((now) => now.filter((part) => !parts.includes(part)));
    },
    /** The shopper says this part is done: it folds and the next one is gone to, or its first fault is. */
    done(part: Part) {
      if (!view) return;
      const faults = check(part, $typed.get(), view);
      $errors.set({ ...$errors.get(), ...faults });
      if (Object.keys(faults).length > 0) return focusField(faults);
      const next = document.getElementById(`part-${ORDER[ORDER.indexOf(part) + 1]}`);
      hold(next);
      setFolded((now) => [...now, part]);
      next?.focus({ preventScroll: true });
    },
    /** Something was chosen in this part: the ones above it fold if they are done. */
    foldDone(part: Part) {
      hold(document.activeElement);
      setFolded(wellDone(ORDER.slice(0, ORDER.indexOf(part))));
    },
  };
}
