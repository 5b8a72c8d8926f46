import { useEffect, useRef, useState } from "preact/hooks";
import type { StaffOrderView } from "#domain/orders/schema";
import type { Answer } from "#lib/api";
import { isPassing, type Problem } from "#lib/problems";
import { staffApi } from "./staff-api.ts";

export interface Acting {
  readonly order: StaffOrderView;
  /** When `order` was read, for words like "today". */
  readonly now: number;
  readonly busy: boolean;
  readonly problem: Problem | null;
  /** What has just been done, in words. */
  readonly told: string;
  /** @returns whether the order now stands as the server sees it and the form may close */
  act(send: () => Promise<Answer<StaffOrderView>>, done: string): Promise<boolean>;
  forget(): void;
}

/** The order as it stands, and changing it: one change at a time, and none twice when an answer was lost. */
export function useOrder(initial: StaffOrderView, openedAt: number): Acting {
  const [{ order, now }, setState] = useState({ order: initial, now: openedAt });
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [told, setTold] = useState("");
  const working = useRef(false);
  const unsure = useRef(false); // the last change may have arrived although no answer came

  const see = (next: StaffOrderView) => setState({ order: next, now: Date.now() });

  async function act(send: () => Promise<Answer<StaffOrderView>>, done: string): Promise<boolean> {
    if (working.current) return false;
    working.current = true;
    setBusy(true);
    setProblem(null);
    setTold("");
    try {
      if (unsure.current) {
        const asked = await staffApi.order(order.id);
        if (!asked.ok) {
          setProblem(asked.problem);
          return false;
        }
        unsure.current = false;
        if (hasMoved(order, asked.value)) {
          see(asked.value);
          setTold("The order has moved on since you pressed first. This is how it stands now.");
          return true;
        }
      }
      const answer = await send();
      if (answer.ok) {
        see(answer.value);
        setTold(done);
        return true;
      }
      setProblem(answer.problem);
      unsure.current = isPassing(answer.problem) && answer.problem.status !== 429;
      if (answer.problem.status === 409) {
        const asked = await staffApi.order(order.id);
        if (asked.ok) see(asked.value);
      }
      return false;
    } finally {
      working.current = false;
      setBusy(false);
    }
  }

  // Who comes back to the page sees what is true now, unless something is being written.
  useEffect(() => {
    const look = async () => {
      if (document.hidden || working.current || document.querySelector(".act-form")) return;
      const asked = await staffApi.order(initial.id);
      if (asked.ok && !working.current) see(asked.value);
    };
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  }, []);

  return {
    order,
    now,
    busy,
    problem,
    told,
    act,
    forget: () => {
      setProblem(null);
      setTold("");
    },
  };
}

const hasMoved = (before: StaffOrderView, after: StaffOrderView): boolean =>
  before.timeline.length !== after.timeline.length || before.timeline[0]?.id !== after.timeline[0]?.id;
