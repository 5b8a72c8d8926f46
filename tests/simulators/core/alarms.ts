import { clearTimeout, setTimeout } from "node:timers";

/** Timers that can all be let go at once. */
export interface Alarms {
  readonly after: (ms: number, act: () => void) => void;
  /** True once the time is over, false when everything stops before. */
  readonly wait: (ms: number) => Promise<boolean>;
  readonly stop: () => void;
}

/** Node's timers go no further, and would ring at once instead. */
const LONGEST_MS = 2 ** 31 - 1;

export function createAlarms(): Alarms {
  const waits = new Map<ReturnType<typeof setTimeout>, (isDue: boolean) => void>();

  function wait(ms: number): Promise<boolean> {
    return new Promise((resolve) => {
      const timer = setTimeout(
        () => {
          waits.delete(timer);
          resolve(true);
        },
        Math.min(Math.max(0, ms), LONGEST_MS),
      );
      waits.set(timer, resolve);
    });
  }

  return {
    wait,
    async after(ms, act) {
      if (await wait(ms)) act();
    },
    stop() {
      for (const [timer, resolve] of waits) {
        clearTimeout(timer);
        resolve(false);
      }
      waits.clear();
    },
  };
}
