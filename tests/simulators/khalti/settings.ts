import * as z from "zod";

/** Habits of the simulated Khalti that a test may change. */
export const khaltiSettings = z.strictObject({
  /** The life of a payment page, before the clock's scale. */
  expiresInSeconds: z.number().positive(),
  /** How the words of a status are written. Khalti's own pages disagree. */
  casing: z.enum(["documented", "lower", "upper", "title"]),
  /** What the payer pays beyond what was asked, in paisa, from then on. */
  totalAmountOff: z.int(),
  /** What a partial refund's `amount` is read as. */
  refundUnit: z.enum(["paisa", "rupees"]),
  /** True: payers pay from a bank, so that a refund needs the number of a wallet. */
  paidFromBank: z.boolean(),
});
export type KhaltiSettings = z.infer<typeof khaltiSettings>;

export const DEFAULT_SETTINGS: KhaltiSettings = {
  expiresInSeconds: 3600,
  casing: "documented",
  totalAmountOff: 0,
  refundUnit: "paisa",
  paidFromBank: false,
};
