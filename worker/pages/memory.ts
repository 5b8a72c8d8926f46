/** How long this isolate trusts its own copy, milliseconds. */
export const FRESH_MS = 500;
const MOST_PAGES = 300;
const MOST_BYTES = 24 * 1024 * 1024;

/** A page as it is answered. `body` is the whole HTML; `etag` is without quotes. */
export interface StoredPage {
  readonly status: 200 | 301 | 404 | 410;
  readonly body: Uint8Array<ArrayBuffer>;
  readonly etag: string;
  readonly location?: string;
  /** Where it came from: shown in a header, so that a person can see it. */
  readonly source: "published" | "built" | "gone" | "absent";
}

interface Entry {
  page: StoredPage;
  readAt: number;
}

const pages = new Map<string, Entry>();
let bytes = 0;

/** The copy of a page, however old; the one longest unused goes first when there are too many. */
export function remembered(path: string): Entry | undefined {
  const entry = pages.get(path);
  if (entry) {
    pages.delete(path);
    pages.set(path, entry);
  }
  return entry;
}

export function remember(path: string, page: StoredPage, readAt: number): void {
  forget(path);
  if (page.body.byteLength > MOST_BYTES / 8) return;
  pages.set(path, { page, readAt });
  bytes += page.body.byteLength;
  for (const oldest of pages.keys()) {
    if (pages.size <= MOST_PAGES && bytes <= MOST_BYTES) break;
    forget(oldest);
  }
}

/** The isolate that publishes a page drops its own copy. */
export function forget(path: string): void {
  const entry = pages.get(path);
  if (!entry) return;
  bytes -= entry.page.body.byteLength;
  pages.delete(path);
}
