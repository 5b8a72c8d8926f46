import type { ComponentChildren } from "preact";

/** Where a cell stands once a row has become a card: `more` is left out there. */
type Place = "name" | "id" | "sum" | "when" | "state" | "next" | "more";

export interface Column<R> {
  readonly head: string;
  readonly as: Place;
  readonly cell: (row: R) => ComponentChildren;
  /** Names the row. */
  readonly isHeader?: boolean;
  /** Figures, set flush right. */
  readonly isNumber?: boolean;
  /** Left out first when the page grows narrow. */
  readonly isExtra?: boolean;
}

interface Props<R> {
  caption: string;
  columns: readonly Column<R>[];
  rows: readonly R[];
  keyOf: (row: R) => string;
  /** A form or an explanation under a row. */
  under?: (row: R) => ComponentChildren;
}

/** A cash book: one line each, a card each where the page is narrow. */
export function Ledger<R>({ caption, columns, rows, keyOf, under }: Props<R>) {
  const classOf = ({ as, isNumber, isExtra }: Column<R>) =>
    [`c-${as}`, (isNumber || as === "sum" || as === "when") && "num", isExtra && "c-extra"].filter(Boolean).join(" ");
  return (
    <div class="ledger">
      <table>
        <caption class="sr">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.head} scope="col" class={classOf(column)}>
                {column.head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.flatMap((row) => {
            const key = keyOf(row);
            const below = under?.(row);
            return [
              <tr key={key} id={key} class={below ? "has-under" : undefined}>
                {columns.map((column) =>
                  column.isHeader ? (
                    <th key={column.head} scope="row" class={classOf(column)}>
                      {column.cell(row)}
                    </th>
                  ) : (
                    <td key={column.head} class={classOf(column)}>
                      {column.cell(row)}
                    </td>
                  ),
                )}
              </tr>,
              ...(below
                ? [
                    <tr key={`${key}-under`} class="under">
                      <td colSpan={columns.length}>{below}</td>
                    </tr>,
                  ]
                : []),
            ];
          })}
        </tbody>
      </table>
    </div>
  );
}

/** A word with the cloth's lozenge. */
export function St({ mark, children }: { mark: string; children: ComponentChildren }) {
  return <span class={mark === "none" ? "st" : `st ${mark}`}>{children}</span>;
}
