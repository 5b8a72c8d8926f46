import type { Answer } from "../../http.ts";
import { parseJson } from "./answers.ts";

/** A word with an @ is looked for once from its beginning, so that a long word without one costs no more than its length. */
const PRIVATE = /https?:\/\/[^\s"]+|\b(?:sk|rk|pk|whsec)_\w+|(?<![^\s"])[^\s"]+@[^\s"]+/g;
const DEEPEST = 12;
const LONGEST = 2_000;

/** What staff may read of an answer: the members on the list, at any depth, without addresses, keys and e-mails. */
export function shown({ status, text, requestId }: Answer, members: ReadonlySet<string>): string {
  const body = parseJson(text);
  const words = body === null ? `not JSON, ${text.length} characters` : JSON.stringify(kept(body, members, 0));
  return [status, ...(requestId ? [requestId] : []), words].join(" ").slice(0, LONGEST);
}

function kept(value: unknown, members: ReadonlySet<string>, depth: number): unknown {
  if (typeof value === "string") return value.replace(PRIVATE, "…");
  if (typeof value !== "object" || value === null) return value;
  if (depth === DEEPEST) return "…";
  if (Array.isArray(value)) return value.map((one) => kept(one, members, depth + 1));
  const some = Object.entries(value).filter(([name]) => members.has(name));
  return Object.fromEntries(some.map(([name, one]) => [name, kept(one, members, depth + 1)]));
}
