import { z } from "zod";

/** How a list's address says what it is narrowed to. Only what restricts is in a query, besides what always holds. */
export interface ListQuery<Q extends object> {
  /** Reads an address. Whatever it does not understand is left out: an old link still opens the list. */
  read(params: URLSearchParams): Q;
  /** The query as the API takes it, always in the same order. */
  write(query: Q): URLSearchParams;
  /** The address of the list with this query: the shortest that says the same. */
  addressOf(query: Q): string;
  /** The same list without one word, from its beginning. */
  without<N extends keyof Q>(query: Q, name: N): Q;
  /** Whether a form's address holds what need not be said: empty fields, unknown words. */
  isWordy(params: URLSearchParams, query: Q): boolean;
}

type Readers<Q> = { readonly [N in keyof Q]-?: z.ZodType<NonNullable<Q[N]>> };

/** @param always what a query holds even where its address is silent */
export function listQuery<Q extends object>(path: string, readers: Readers<Q>, always: Partial<Q> = {}): ListQuery<Q> {
  const names = Object.keys(readers) as (keyof Q & string)[];
  const write = (query: Q): URLSearchParams => {
    const params = new URLSearchParams();
    for (const name of names) if (query[name] !== undefined) params.set(name, String(query[name]));
    return params;
  };
  return {
    read(params) {
      const found = names.flatMap((name) => {
        const read = readers[name].safeParse(params.get(name) ?? undefined);
        return read.success ? [[name, read.data]] : [];
      });
      return { ...always, ...Object.fromEntries(found) } as Q;
    },
    write,
    addressOf(query) {
      const params = write(query);
      for (const name of names) if (query[name] === always[name]) params.delete(name);
      return params.size > 0 ? `${path}?${params}` : path;
    },
    without(query, name) {
      const { [name]: _gone, ...rest } = query;
      const { cursor: _cursor, ...first } = rest as Record<string, unknown>;
      return { ...first, ...(name in always ? { [name]: always[name] } : {}) } as Q;
    },
    isWordy: (params, query) =>
      new Set(params.keys()).size !== params.size ||
      [...params].some(([name, value]) => query[name as keyof Q] !== value),
  };
}

/** What lists are narrowed by, as it stands in an address. */
export const DAY = z.iso.date();
export const SEARCH = z.string().trim().min(1).max(120);
export const CURSOR = z
  .string()
  .max(100)
  .regex(/^\d{1,16}\|[a-z]{3}_[\w/-]+$/);
