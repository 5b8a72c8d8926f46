import { type Problem, wordsOf } from "#lib/problems";

export interface Trouble {
  readonly title: string;
  readonly detail: string;
  readonly way?: { readonly href: string; readonly label: string };
}

/** What went wrong above a form: that nothing was lost, and what to do now. `null` where the field at fault says it itself. */
export function troubleOf(problem: Problem): Trouble | null {
  if (problem.errors.length > 0 && problem.status === 422) return null;
  if (problem.code === "unauthenticated") {
    return {
      title: "You have been signed out",
      detail: "What you typed stays here. Sign in again in another tab, then press once more.",
      way: { href: `/sign-in?next=${encodeURIComponent(globalThis.location?.pathname ?? "/staff")}`, label: "Sign in" },
    };
  }
  const { title, detail } = wordsOf(problem);
  if (problem.status === 0 || problem.status >= 500) {
    return {
      title,
      detail: `${detail} What you typed stays here. When you press again, we first look whether the first press arrived.`,
    };
  }
  return { title, detail: problem.status === 409 ? "The page now shows how it stands." : detail };
}

/** What is wrong with a field, by its pointer in the body that was sent. */
export const errorAt = (problem: Problem | null, pointer: string): string | undefined =>
  problem?.errors.find((error) => error.pointer === pointer)?.detail;
