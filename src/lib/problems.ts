import type { FieldError, ProblemCode } from "#domain/errors";

/** A refusal as the browser sees it: an RFC 9457 document, or silence. */
export interface Problem {
  readonly code: ProblemCode | "no-answer" | "unknown";
  readonly status: number;
  readonly detail: string;
  readonly errors: readonly FieldError[];
  readonly retryAfterSeconds: number | null;
  /** Everything else the document holds, such as the new `quote`. */
  readonly more: Readonly<Record<string, unknown>>;
}

/** What is said when no answer came at all: whether the request arrived is not known. */
export const NO_ANSWER: Problem = {
  code: "no-answer",
  status: 0,
  detail: "No answer came from the shop.",
  errors: [],
  retryAfterSeconds: null,
  more: {},
};

/** Reads a problem document; never throws, whatever the answer holds. */
export async function readProblem(response: Response): Promise<Problem> {
  const body: unknown = await response.json().catch(() => null);
  const { type, detail, errors, ...more } = isRecord(body) ? body : ({} as Record<string, unknown>);
  const code = typeof type === "string" ? type.slice(type.lastIndexOf("/") + 1) : "";
  const wait = Number(response.headers.get("Retry-After"));
  return {
    code: code && code !== "about:blank" ? (code as ProblemCode) : "unknown",
    status: response.status,
    detail: typeof detail === "string" ? detail : "",
    errors: Array.isArray(errors) ? errors.filter(isFieldError) : [],
    retryAfterSeconds: wait > 0 ? wait : null,
    more,
  };
}

/** Whether asking the same again, a little later, is the right thing to do. */
export const isPassing = ({ status }: Problem): boolean => status === 0 || status === 429 || status >= 500;

interface Words {
  readonly title: string;
  readonly detail: string;
}

/** What happened, as a neighbour would say it. That nothing was lost is said by whoever shows it. */
export function wordsOf(problem: Problem): Words {
  if (problem.status === 0)
    return { title: "The shop cannot be reached", detail: "You may be offline, or the line is bad." };
  if (problem.status === 429) {
    const wait = "Many people are at the counter. Please wait a moment and try again.";
    return { title: "Not so many at once", detail: problem.detail || wait };
  }
  if (problem.status >= 500) {
    return {
      title: "The shop cannot answer right now",
      detail: "This is our fault, not yours. It is mostly over within a minute.",
    };
  }
  return { title: problem.detail || "That did not work", detail: "" };
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;
const isFieldError = (value: unknown): value is FieldError =>
  isRecord(value) && typeof value.pointer === "string" && typeof value.detail === "string";
