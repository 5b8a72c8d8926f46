import { atomically } from "#db/atomically";
import { bookAllocatedLines, strayStatements } from "#db/queries/bank-bookings";
import { linesAstray, linesLeftBehind } from "#db/queries/bank-lines";
import type { Deps } from "../deps.ts";
import { bookExact } from "./import-statement.ts";

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const ASTRAY_MS = 48 * HOUR_MS;
const MOST = 100;

/**
 * The round's part of the bank desk: goes on with imports that something stopped, books lines whose money was allocated elsewhere, and
 * keeps money that has fitted nothing for two days as unallocated. @returns how many lines moved
 */
export async function tidyBank(deps: Deps): Promise<number> {
  const now = deps.now();
  const left = await linesLeftBehind(deps.db, now - HOUR_MS, now - MINUTE_MS, MOST);
  let moved = await bookAllocatedLines(deps.db);
  for (const userId of new Set(left.map(({ enteredBy }) => enteredBy))) {
    const theirs = left.filter(({ enteredBy }) => enteredBy === userId);
    const outcomes = await bookExact(deps, theirs, userId, MOST);
    moved += outcomes.filter((outcome) => outcome !== "left").length;
  }
  const astray = await linesAstray(deps.db, now - ASTRAY_MS, MOST);
  for (const line of astray) await atomically(deps.db, strayStatements(line));
  return moved + astray.length;
}
