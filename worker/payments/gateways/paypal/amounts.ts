import { z } from "zod";
import { CURRENCIES, type Money, parseAmount } from "#domain/money";

/** "79.10": amounts travel as text, in major units with two decimals (none for HUF, JPY and TWD, which the shop does not have). */
export const asAmount = ({ amountMinor, currency }: Money) => ({
  currency_code: currency,
  value: `${Math.trunc(amountMinor / 100)}.${String(amountMinor % 100).padStart(2, "0")}`,
});

/** Reads one exactly, or not at all. */
export const amountBody = z
  .object({ currency_code: z.enum(CURRENCIES), value: z.string().regex(/^\d{1,12}(\.\d{1,2})?$/) })
  .transform(({ currency_code, value }, context): Money => {
    const read = parseAmount(value, currency_code);
    if (read) return read;
    context.addIssue({ code: "custom", message: "no exact amount" });
    return z.NEVER;
  });

/** An ISO time as unix ms; `null` where there is none. */
export const timeBody = z
  .string()
  .nullish()
  .transform((text) => Date.parse(text ?? "") || null);

/** Ids of PayPal's: they go into addresses. */
export const idBody = z.string().regex(/^[\w-]{1,64}$/);
