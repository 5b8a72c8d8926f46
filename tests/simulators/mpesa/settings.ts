import * as z from "zod";

/** Habits of the simulated Daraja that a test may change. */
export const mpesaSettings = z.strictObject({
  /** While undecided, so many first looks answer 500 `500.001.1001`; later ones answer 200 with `4999`. */
  queryErrorsFirst: z.int().min(0),
  /** So many first looks answer "being processed" even when it is decided. */
  queryProcessingFirst: z.int().min(0),
  /** After the result was given, every n-th further look answers `500.001.1001` all the same; 0 is never. */
  querySpuriousEvery: z.int().min(0),
  /** False: no callback is ever delivered, only the query tells. */
  deliverCallbacks: z.boolean(),
  /** False: a callback address without https is refused, as in production. */
  allowHttpCallback: z.boolean(),
  /** How far a Timestamp may be from East Africa Time now; null takes any. Catches stamps written in UTC. */
  timestampToleranceMinutes: z.number().positive().nullable(),
  /** How long a prompt stays on the phone, before the clock's scale. */
  promptLifeSeconds: z.number().positive(),
});
export type MpesaSettings = z.infer<typeof mpesaSettings>;

export const DEFAULT_SETTINGS: MpesaSettings = {
  queryErrorsFirst: 1,
  queryProcessingFirst: 0,
  querySpuriousEvery: 0,
  deliverCallbacks: true,
  allowHttpCallback: true,
  timestampToleranceMinutes: 120,
  promptLifeSeconds: 60,
};
