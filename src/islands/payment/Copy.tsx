import { useEffect, useRef, useState } from "preact/hooks";
import { fill } from "#domain/sentences/fill";
import type { PaymentWords } from "#domain/sentences/payment-pages";

interface Props {
  /** The name of what is copied. */
  what: string;
  text: string;
  say: PaymentWords["transfer"];
  /** Marks what is to be copied by hand, where the browser lets nobody copy. */
  onRefused: () => void;
}

const SAID_MS = 2_500;

/** Copies a text and says so. Both words have their place in the button, so that it never changes its size. */
export function Copy({ what, text, say, onRefused }: Props) {
  const [said, setSaid] = useState<"copied" | "by-hand" | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>();
  useEffect(() => () => clearTimeout(timer.current), []);

  const copy = async () => {
    const done = await copied(text);
    if (!done) onRefused();
    setSaid(done ? "copied" : "by-hand");
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setSaid(null), SAID_MS);
  };
  return (
    <>
      <button
        type="button"
        class={said === "copied" ? "copy only-with-js is-copied" : "copy only-with-js"}
        aria-label={fill(say.copyWhat, { what })}
        onClick={() => void copy()}
      >
        <span>{say.copy}</span>
        <span class="st done">{say.copied}</span>
      </button>
      <span class="sr" role="status">
        {said === "copied" && fill(say.copiedWhat, { what })}
        {said === "by-hand" && say.notCopied}
      </span>
    </>
  );
}

const copied = async (text: string): Promise<boolean> => {
  if (!navigator.clipboard) return false;
  return navigator.clipboard.writeText(text).then(
    () => true,
    () => false,
  );
};
