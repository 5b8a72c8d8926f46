import { useLayoutEffect, useState } from "preact/hooks";

/** False while the server draws and at the browser's first drawing, so that both draw the same; then true. */
export function useHydrated(): boolean {
  const [hydrated, setHydrated] = useState(false);
  useLayoutEffect(() => setHydrated(true), []);
  return hydrated;
}

/** What the page wrote into its `<script type="application/json">`. */
export const readData = <T>(id: string): T => JSON.parse(document.getElementById(id)?.textContent ?? "null") as T;

/** The element an island was drawn into by the server. */
export function islandRoot(id: string): HTMLElement {
  const root = document.getElementById(id);
  if (!root) throw new Error(`The page has no #${id} for its island.`);
  return root;
}

/** Takes over the lines that were put into the cart without JavaScript, and ends their cookie. */
export function takeCookieLines(adopt: (text: string) => void): void {
  const lines = /(?:^|; )lines=([^;]+)/.exec(document.cookie)?.[1];
  if (!lines) return;
  // biome-ignore lint/suspicious/noDocumentCookie: the cookie store is not everywhere yet
  document.cookie = "lines=; path=/; max-age=0; samesite=lax";
  adopt(decodeURIComponent(lines));
}
