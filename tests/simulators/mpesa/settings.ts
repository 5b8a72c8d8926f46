import * as z from "zod";
import { RESULT_CODES } from "./result-codes.ts";

/** Habits of the simulated Daraja that a test may change. */
export const mpesaSettings = z.strictObject({
  /** While undecided, so many first looks answer 500 `500.001.1001`; later ones answer 200 with `4999`. */
  queryErrorsFirst: z.int().min(0),
  /** So many first looks answer "being processed" even when it is decided. */
  queryProcessingFirst: z.int().min(0),
  /** After the result was given, every n-th further look answers `500.001.1001` all the same; 0 is never. */
  querySpuriousEvery: z.int().min(0),
  /** False: no callback, confirmation or result is ever delivered, only asking tells. */
  deliverCallbacks: z.boolean(),
  /** False: a callback address without https is refused, as in production. */
  allowHttpCallback: z.boolean(),
  /** How far a Timestamp may be from East Africa Time now; null takes any. Catches stamps written in UTC. */
  timestampToleranceMinutes: z.number().positive().nullable(),
  /** How long a prompt stays on the phone, before the clock's scale. */
  promptLifeSeconds: z.number().positive(),
  /** True: C2B addresses are registered once for good, as in production. */
  c2bUrlsOnce: z.boolean(),
  /** True: a payment by hand asks the shop's ValidationURL first. Safaricom enables it on request. */
  externalValidation: z.boolean(),
  /**
   * When the C2B confirmation of an STK payment comes, where C2B is registered: `before` its callback; `between` the callback and
   * any answer to a query; `after` a query has told the result (or after a minute without one).
   */
  c2bConfirmations: z.enum(["none", "before", "between", "after"]),
  /** How long lies between that confirmation and what it follows or precedes. */
  c2bDelayMs: z.int().min(0),
  /** How long a status query or a reversal takes until its result is posted. */
  resultDelayMs: z.int().min(0),
  /** How every reversal ends that is not refused for a reason of its own; "0" is done. */
  reversalOutcome: z.enum(RESULT_CODES),
  /** True: a part of a payment may be reversed. */
  partialReversals: z.boolean(),
  /** How many transactions one answer of Pull holds. */
  pullPageSize: z.int().min(1),
});
export type MpesaSettings = z.infer<typeof mpesaSettings>;

const DEFAULT_SETTINGS: MpesaSettings = {
  queryErrorsFirst: 1,
  queryProcessingFirst: 0,
  querySpuriousEvery: 0,
  deliverCallbacks: true,
  allowHttpCallback: true,
  timestampToleranceMinutes: 120,
  promptLifeSeconds: 60,
  c2bUrlsOnce: false,
  externalValidation: false,
  c2bConfirmations: "between",
  c2bDelayMs: 0,
  resultDelayMs: 200,
  reversalOutcome: "0",
  partialReversals: false,
  pullPageSize: 1_000,
};

/** The settings of one run. */
export interface Habits {
  readonly now: MpesaSettings;
  /** @throws z.ZodError, and changes nothing then */
  readonly change: (settings: unknown) => void;
  readonly reset: () => void;
}

export function createHabits(): Habits {
  let now = DEFAULT_SETTINGS;
  return {
    get now() {
      return now;
    },
    change(settings) {
      now = mpesaSettings.parse({ ...now, ...mpesaSettings.partial().parse(settings) });
    },
    reset() {
      now = DEFAULT_SETTINGS;
    },
  };
}
