import { useEffect, useRef, useState } from "preact/hooks";
import type { Answer } from "#lib/api";
import { isPassing, type Problem } from "#lib/problems";
import { newKey } from "#stores/checkout";

export interface Acting<T> {
  /** What the page shows, as the server last said it. */
  readonly seen: T;
  /** When it was read, for words like "today". */
  readonly now: number;
  readonly busy: boolean;
  readonly problem: Problem | null;
  /** What has just been done, in words. */
  readonly told: string;
  /** @returns whether the page now shows how it stands and the form may close */
  act(send: () => Promise<Answer<T>>, done: string | ((value: T) => string)): Promise<boolean>;
  /** One key for one press, however often it is pressed: the same body has the same key until it has arrived. */
  keyFor(body: unknown): string;
  look(): Promise<void>;
  forget(): void;
}

interface Options<T> {
  /** Reads it again, also when somebody comes back to the page, unless a form is open. */
  readonly read: (seen: T) => Promise<Answer<T>>;
  /** After an answer was lost: whether the change seems to have arrived. Without it the same is sent again, for routes that take it twice. */
  readonly hasMoved?: (before: T, after: T) => boolean;
}

/** What a page shows, and changing it: one change at a time, and none twice when an answer was lost. */
export function useActing<T>(initial: T, openedAt: number, { read, hasMoved }: Options<T>): Acting<T> {
  const [{ seen, now }, setState] = useState({ seen: initial, now: openedAt });
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [told, setTold] = useState("");
  const working = useRef(false);
  const unsure = useRef(false); // the last change may have arrived although no answer came
  const shown = useRef(initial);
  const tried = useRef<{ print: string; key: string } | null>(null);

  const see = (next: T) => {
    shown.current = next;
    setState({ seen: next, now: Date.now() });
  };

  async function act(send: () => Promise<Answer<T>>, done: string | ((value: T) => string)): Promise<boolean> {
    if (working.current) return false;
    working.current = true;
    setBusy(true);
    setProblem(null);
    setTold("");
    try {
      if (unsure.current && hasMoved) {
        const asked = await read(shown.current);
        if (!asked.ok) {
          setProblem(asked.problem);
          return false;
        }
        unsure.current = false;
        if (hasMoved(shown.current, asked.value)) {
          see(asked.value);
          setTold("Something has moved since you pressed first. This is how it stands now.");
          return true;
        }
      }
      const answer = await send();
      if (answer.ok) {
        unsure.current = false;
        tried.current = null;
        see(answer.value);
        setTold(typeof done === "string" ? done : done(answer.value));
        return true;
      }
      setProblem(answer.problem);
      unsure.current = isPassing(answer.problem) && answer.problem.status !== 429;
      if (answer.problem.status === 409) {
        const asked = await read(shown.current);
        if (asked.ok) see(asked.value);
      }
      return false;
    } finally {
      working.current = false;
      setBusy(false);
    }
  }

  const look = async () => {
    if (working.current) return;
    const asked = await read(shown.current);
    if (asked.ok && !working.current) see(asked.value);
  };
  // Who comes back to the page sees what is true now, unless something is being written.
  useEffect(() => {
    const back = () => void (document.hidden || document.querySelector(".act-form") ? null : look());
    document.addEventListener("visibilitychange", back);
    return () => document.removeEventListener("visibilitychange", back);
  }, []);

  return {
    seen,
    now,
    busy,
    problem,
    told,
    act,
    look,
    keyFor(body) {
      const print = JSON.stringify(body);
      if (tried.current?.print !== print) tried.current = { print, key: newKey() };
      return tried.current.key;
    },
    forget() {
      setProblem(null);
      setTold("");
    },
  };
}

/** Sends a change and reads the page anew. Where only the reading fails, the change stands and the page shows what it knew. */
export async function thenRead<T>(
  sent: Promise<Answer<unknown>>,
  read: () => Promise<Answer<T>>,
  before: T,
): Promise<Answer<T>> {
  const answer = await sent;
  if (!answer.ok) return answer;
  const after = await read();
  return after.ok ? after : { ok: true, value: before };
}
