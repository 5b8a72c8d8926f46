import type { Bench } from "../bench.ts";

/** One thing that holds for every adapter: a sentence, and how it is shown. */
export interface Case {
  readonly what: string;
  run(bench: Bench): Promise<void>;
}
