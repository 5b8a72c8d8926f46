import { env, waitUntil } from "cloudflare:workers";
import type { Ask } from "#lib/api";
import { app } from "#worker/app";
import type { Bindings } from "#worker/env";
import { type MoneyApi, moneyApiOver } from "./money-api.ts";
import { type StaffApi, staffApiOver } from "./staff-api.ts";

/** Headers of the visitor's own request that the API looks at. */
const HANDED_ON = ["Cookie", "Origin", "CF-Connecting-IP"];

const bindings = env as unknown as Bindings;
const context = { waitUntil, passThroughOnException: () => {}, props: {} } as unknown as ExecutionContext;

/** The API as a page that is being drawn asks it: in the same Worker, in the visitor's name, with his permissions. */
const askFor =
  (visit: Request): Ask =>
  async (path, init) => {
    const headers = new Headers(init?.headers);
    for (const name of HANDED_ON) {
      const value = visit.headers.get(name);
      if (value !== null) headers.set(name, value);
    }
    return app.request(new URL(path, visit.url).href, { ...init, headers }, bindings, context);
  };

export const staffServerApi = (visit: Request): StaffApi => staffApiOver(askFor(visit));
export const moneyServerApi = (visit: Request): MoneyApi => moneyApiOver(askFor(visit));

/** What the Worker says to a page that it draws in answer to another address (worker/pages/draw-page.ts). */
export function pageSays<T>(visit: Request): T | null {
  try {
    return JSON.parse(decodeURIComponent(visit.headers.get("x-page-says") ?? "")) as T;
  } catch {
    return null;
  }
}
