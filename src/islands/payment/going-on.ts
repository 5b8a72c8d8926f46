import { useEffect, useState } from "preact/hooks";
import type { PaymentView } from "#domain/orders/schema";

/**
 * Where the payer is, as far as this tab knows: not gone yet, on the way to the provider's page, back from it, or back because he
 * cancelled there.
 */
export type Whereabouts = "here" | "leaving" | "back" | "unpaid";

const WENT = "payment.went";

/** Goes on to the provider's page by itself, once for each attempt: whoever comes back with the browser's own button stays here. */
export function useGoingOn({ state, attempt }: PaymentView, cameBack: Whereabouts): Whereabouts {
  const [where, setWhere] = useState<Whereabouts>(cameBack);
  const attemptId = attempt?.id ?? "";
  const url = state === "redirect" ? (attempt?.continueUrl ?? null) : null;

  useEffect(() => {
    if (cameBack !== "here") {
      remember(attemptId);
      history.replaceState(history.state, "", location.pathname); // it is said once, not at every later load
    }
    const again = (event: PageTransitionEvent) => event.persisted && setWhere("back");
    addEventListener("pageshow", again);
    return () => removeEventListener("pageshow", again);
  }, []);
  useEffect(() => {
    if (state !== "redirect") return;
    if (went(attemptId)) return setWhere((now) => (now === "here" ? "back" : now));
    setWhere("here");
    if (!url || !remember(attemptId)) return;
    setWhere("leaving");
    location.assign(url);
  }, [state, attemptId, url]);
  return where;
}

const went = (attemptId: string): boolean => {
  try {
    return sessionStorage.getItem(WENT) === attemptId;
  } catch {
    return false;
  }
};

/** @returns whether it will be remembered: else the page would go on again at each return, so it waits for the button */
function remember(attemptId: string): boolean {
  try {
    sessionStorage.setItem(WENT, attemptId);
    return true;
  } catch {
    return false;
  }
}
