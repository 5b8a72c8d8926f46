import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";

interface Props {
  title: string;
  children?: ComponentChildren;
  tone?: "fail" | "wait" | "info";
  /** Brings the reader here when it appears. */
  takesFocus?: boolean;
}

/** Something to know before going on. It is read out when it comes. */
export function Banner({ title, children, tone = "fail", takesFocus = false }: Props) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!takesFocus) return;
    box.current?.focus({ preventScroll: true });
    box.current?.scrollIntoView({ block: "nearest" });
  }, [title, takesFocus]);
  return (
    <div class={`banner ${tone}`} role="alert" tabIndex={-1} ref={box}>
      <p class={`st ${tone}`}>{title}</p>
      {children}
    </div>
  );
}
