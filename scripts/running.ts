import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";

const MARK = ".data/running";

/** Whether a shop of this folder is running now, whatever ports it was given. */
export function runningShop(): boolean {
  try {
    process.kill(Number(readFileSync(MARK, "utf8")), 0);
    return true;
  } catch {
    return false; // no mark, or its process has ended
  }
}

export function markRunning(): void {
  mkdirSync(".data", { recursive: true });
  writeFileSync(MARK, String(process.pid));
}

export const markStopped = (): void => rmSync(MARK, { force: true });
