import type { Currency } from "../money.ts";
import type { LineKind } from "./report-schema.ts";

/** A line of a provider's statement, as its export has it. */
export interface ImportedLine {
  /** The line of the file it stands on. */
  readonly at: number;
  /** The provider's name for the movement: what the ledger knows it by, where the export has that. */
  readonly ref: string;
  /** What the provider keeps of ours beside it: an attempt's id or reference, a refund's id; "" where nothing. */
  readonly ourRef: string;
  readonly kind: LineKind;
  /** Always positive: the kind says which way it went. */
  readonly amountMinor: number;
  readonly currency: Currency;
  /** Unix ms. */
  readonly occurredAt: number;
  /** Further names of the provider's for the same payment, and what people like to read. */
  readonly more: Readonly<Record<string, string | number>>;
}

/** A statement read whole, or what is wrong with it and on which line: half a statement is none. */
export type ImportedStatement =
  | {
      readonly lines: readonly ImportedLine[];
      /** The account it says it is of. */
      readonly account?: string;
      /** The provider's days it says it is of. */
      readonly days?: { readonly from: string; readonly to: string };
    }
  | StatementFault;
export interface StatementFault {
  readonly problem: string;
  readonly at: number;
}

/** What an importer may know beside the file. `today`: the provider's, for dates that can be read two ways. */
export interface ImportContext {
  readonly today: string;
}
export type Importer = (text: string, context: ImportContext) => ImportedStatement;
