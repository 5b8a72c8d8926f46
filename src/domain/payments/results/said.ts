import type { ResultWords } from "./words.ts";

/** A result in another language than English. Whether trying again makes sense stands in the English table alone. */
export type Said = Omit<ResultWords, "again">;
export type SaidTable = Readonly<Record<string, Said>>;

/** Every result in one language: the codes of each gateway, our own ones, and the words for a code nobody has seen. */
export interface SaidResults {
  readonly gateways: Readonly<Record<string, SaidTable>>;
  readonly ours: SaidTable;
  readonly unknown: Said;
}

export const said = (title: string, why: string, next: string): Said => ({ title, why, next });

/** The same words for several codes. */
export const each = (codes: string, same: Said): SaidTable =>
  Object.fromEntries(codes.split(" ").map((code) => [code, same]));
