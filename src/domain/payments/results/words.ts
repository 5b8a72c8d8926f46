/** What a provider's result means for the shopper: what happened, why, what to do next. */
export interface ResultWords {
  readonly title: string;
  readonly why: string;
  readonly next: string;
  /** Whether trying the same way again makes sense. */
  readonly again: boolean;
}

/** A provider's codes. */
export type ResultTable = Readonly<Record<string, ResultWords>>;

export const words = (title: string, why: string, next: string, again = true): ResultWords => ({
  title,
  why,
  next,
  again,
});

export const ANOTHER_WAY = "Please choose another way to pay.";
export const AGAIN_OR_ANOTHER = "Try again, or pay another way.";

/** The request was at fault, or our account: the shopper can do nothing about it. */
export const ourFault = (provider: string): ResultWords =>
  words(`${provider} refused the payment`, "Our account is not set up for it. We have been told.", ANOTHER_WAY, false);

/** The same words for several codes. */
export const each = (codes: readonly string[], same: ResultWords): ResultTable =>
  Object.fromEntries(codes.map((code) => [code, same]));
