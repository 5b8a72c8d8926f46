import * as z from "zod";

/** Habits of the simulated banks that a test may change. They shape lines written from then on. */
export const bankSettings = z.strictObject({
  upperCase: z.boolean(),
  /** Narratives end after so many signs; null leaves them whole. */
  cutNarrativeAt: z.int().min(8).nullable(),
  /** Every n-th line has no bank reference; 0 is none. */
  missingReferenceEvery: z.int().min(0),
});
export type BankSettings = z.infer<typeof bankSettings>;

export const DEFAULT_SETTINGS: BankSettings = { upperCase: true, cutNarrativeAt: 35, missingReferenceEvery: 0 };
