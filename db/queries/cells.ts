/** A row as the database gives it. */
export type Row = Record<string, unknown>;

export const textOrNull = (value: unknown): string | null =>
  value === null || value === undefined ? null : String(value);
export const numberOrNull = (value: unknown): number | null =>
  value === null || value === undefined ? null : Number(value);
