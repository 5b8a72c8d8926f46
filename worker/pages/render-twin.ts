import { handle } from "@astrojs/cloudflare/handler";
import type { Bindings } from "../env.ts";

/** What the on-demand twin of a page answered. */
export interface Rendered {
  readonly status: number;
  readonly html: string;
  /** The change counter that was read before the rows. */
  readonly version: number;
  readonly movedTo: string | null;
}
export type RenderPage = (path: string) => Promise<Rendered>;

/** Renders a public path through its twin under /live, inside this Worker. @throws {Error} when the twin fails: the page stays as it is */
export const twinOf =
  (env: Bindings, later: (work: Promise<unknown>) => void): RenderPage =>
  async (path) => {
    const context = { waitUntil: later, passThroughOnException() {}, props: {} } as unknown as ExecutionContext;
    const live = `http://localhost/live${path === "/" ? "" : path}`;
    const response = await handle(new Request(live) as never, env as never, context);
    const version = Number(response.headers.get("x-version") ?? Number.NaN);
    if (!Number.isSafeInteger(version))
      throw new Error(`The twin of ${path} answered ${response.status} without a version.`);
    return {
      status: response.status,
      html: await response.text(),
      version,
      movedTo: response.headers.get("x-moved-to"),
    };
  };
