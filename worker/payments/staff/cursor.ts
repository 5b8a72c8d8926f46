/** Where a page of rows goes on: "at|id" of its last one. */
export interface Cursor {
  readonly at: number;
  readonly id: string;
}

export function readCursor(text: string | undefined): Cursor | null {
  if (text === undefined) return null;
  const cut = text.indexOf("|");
  return { at: Number(text.slice(0, cut)), id: text.slice(cut + 1) };
}

/** Of rows that were asked for one more than a page: the page, and where the next begins. */
export function pageOf<R>(
  rows: readonly R[],
  size: number,
  at: (row: R) => Cursor,
): { shown: R[]; nextCursor: string | null } {
  const shown = rows.slice(0, size);
  const last = shown.at(-1);
  const { at: moment, id } = last ? at(last) : { at: 0, id: "" };
  return { shown, nextCursor: rows.length > size && last ? `${moment}|${id}` : null };
}
