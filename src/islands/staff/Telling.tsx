import { useEffect, useRef } from "preact/hooks";
import { Banner } from "../Banner.tsx";
import { troubleOf } from "./trouble.ts";
import type { Acting } from "./use-acting.ts";

interface Props {
  acting: Pick<Acting<unknown>, "told" | "problem">;
  /** A form is open: the focus stays in it. */
  formOpen: boolean;
}

/** What has been done, or what went wrong; read out, and brought to the eye. */
export function Telling({ acting: { told, problem }, formOpen }: Props) {
  const telling = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    if (told) telling.current?.focus();
  }, [told]);
  const trouble = problem && troubleOf(problem);
  return (
    <>
      <p class={told ? "told st done" : "sr"} role="status" tabIndex={-1} ref={telling}>
        {told}
      </p>
      {trouble && (
        <Banner title={trouble.title} takesFocus={!formOpen}>
          {trouble.detail && <p class="small">{trouble.detail}</p>}
          {trouble.way && (
            <p class="small">
              <a href={trouble.way.href} target="_blank" rel="noopener">
                {trouble.way.label}
              </a>
            </p>
          )}
        </Banner>
      )}
    </>
  );
}
