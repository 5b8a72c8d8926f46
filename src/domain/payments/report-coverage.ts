import { dayIn, endOfDay, startOfDay } from "./days.ts";
import type { LineKind } from "./report-schema.ts";

/** A statement that was read. */
export interface ReadStatement {
  readonly account: string;
  readonly source: "upload" | "simulator" | "pull" | "bank-desk";
  readonly from: string;
  readonly to: string;
  readonly coversUntil: number;
}

const CLOCKS_MS = 10 * 60_000; // so far two clocks may differ, and a movement of one day stand on the next

/**
 * Whether a statement was read that would have a movement of this moment. Just before or after midnight the neighbouring day's must have
 * been read too. What was pulled has only what came in.
 */
export function isCovered(
  read: readonly ReadStatement[],
  zone: string,
  { account, kind, at }: { readonly account: string; readonly kind: LineKind; readonly at: number },
): boolean {
  const fitting = read.filter(
    (one) =>
      (one.account === account || one.account === "" || account === "") &&
      (one.source !== "pull" || kind === "capture"),
  );
  return [at - CLOCKS_MS, at, at + CLOCKS_MS].every((moment) => {
    const day = dayIn(zone, moment);
    const needed = day === dayIn(zone, at) ? at : moment;
    return fitting.some(({ from, to, coversUntil }) => from <= day && day <= to && coversUntil >= needed);
  });
}

/** How much of a day statements were read for, and up to when. */
export function coverageOf(
  read: readonly ReadStatement[],
  zone: string,
  day: string,
): { readonly coverage: "none" | "part" | "whole"; readonly until: number | null } {
  const fitting = read.filter(({ from, to }) => from <= day && day <= to);
  if (fitting.length === 0) return { coverage: "none", until: null };
  const until = Math.min(endOfDay(zone, day), Math.max(...fitting.map(({ coversUntil }) => coversUntil)));
  const isWhole = fitting.some(({ source, coversUntil }) => source !== "pull" && coversUntil >= endOfDay(zone, day));
  return { coverage: isWhole ? "whole" : "part", until: Math.max(until, startOfDay(zone, day)) };
}
