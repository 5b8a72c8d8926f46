import { sql } from "drizzle-orm";
import { atomically, type Statement } from "#db/atomically";
import type { Database } from "#db/client";
import { newId } from "#domain/ids";
import type { Bindings } from "../env.ts";
import { forget } from "../pages/memory.ts";
import { goneKey, pageKey } from "../pages/paths.ts";
import type { RenderPage } from "../pages/render-twin.ts";

/** The platform's cache in front of the Worker. Locally there is none. */
export interface PageCache {
  purge(paths: readonly string[]): Promise<void>;
}
export const noCache: PageCache = { purge: async () => {} };

export interface PublishDeps {
  readonly env: Pick<Bindings, "PAGES" | "BUILD_ID" | "BUILD_COUNTER">;
  readonly db: Database;
  readonly render: RenderPage;
  readonly cache?: PageCache;
}

/** Pages of one round; the rest waits for the next. */
const ROUND = 200;
const SLOW_DOWN_MS = 1_100; // R2 takes about one write a second for a key
const TRIES = 4;
const LONGEST_ROUND_MS = 30_000; // of work after an answer; what is left is cron's
/** The rest waits while somebody saves: edits that come together share their pages, and what an editor waits for goes first. */
const QUIET_MS = 100;
const MOST_WAIT_MS = 250; // before each page, so that the rest gets on however many save

/**
 * What an edit adds to its own batch: raises the shop's change counter and asks for these pages at that number. Rows of one page
 * are merged.
 */
export function publishJobs(paths: readonly string[]): Statement[] {
  const jobs = JSON.stringify(paths.map((path) => ({ id: newId("out"), path })));
  return [
    sql`insert into change_counter (id, value) values ('shop', 1) on conflict (id) do update set value = value + 1`,
    sql`insert into outbox (id, channel, recipient, template, version)
        select value ->> 'id', 'publish', value ->> 'path', 'page', (select value from change_counter where id = 'shop')
        from json_each(${jobs}) where true
        on conflict (recipient) where channel = 'publish' do update set version = excluded.version, state = 'pending'`,
  ];
}

/**
 * Makes one page again and stores it under this build, unless a newer one is there. A page that is gone or has moved is stored so
 * too (it must win over the built asset) and as a tombstone for later builds.
 * @returns the version that stands now. @throws when the page cannot be made: its job stays
 */
export async function publishPage(deps: PublishDeps, path: string): Promise<number> {
  const version = await storePage(deps, path);
  await noteStored(deps, path, version);
  return version;
}

async function storePage(deps: PublishDeps, path: string): Promise<number> {
  const { env } = deps;
  const { status, html, version, movedTo } = await deps.render(path);
  const key = pageKey(env.BUILD_ID, path);
  if (status === 200) {
    const before = await putNewer(env.PAGES, key, html, version, { status: "200" });
    // It came back, or this build does not know: a tombstone is revoked by version too, for rivals may be under way.
    if (before?.customMetadata?.status !== "200" && (await env.PAGES.head(goneKey(path))))
      await putNewer(env.PAGES, goneKey(path), `back ${version}`, version, { status: "200" });
  } else if (status === 301 && movedTo) {
    const moved = { status: "301", location: movedTo };
    await putNewer(env.PAGES, key, `moved to ${movedTo} ${version}`, version, moved);
    await putNewer(env.PAGES, goneKey(path), `moved to ${movedTo} ${version}`, version, moved);
  } else if (status === 410 || status === 404) {
    await putNewer(env.PAGES, key, `gone ${version}`, version, { status: "410" });
    await putNewer(env.PAGES, goneKey(path), `gone ${version}`, version, { status: "410" });
  } else {
    throw new Error(`The twin of ${path} answered ${status}.`);
  }
  forget(path);
  await deps.cache?.purge([path]);
  return version;
}

const noteStored = ({ db, env }: PublishDeps, path: string, version: number) =>
  atomically(db, [
    sql`update outbox set done_build = ${env.BUILD_ID}, done_version = ${version}, state = case when version <= ${version} then 'sent' else state end,
          sent_at = cast(unixepoch('subsec') * 1000 as integer), attempts = attempts + 1, last_error = null
        where channel = 'publish' and recipient = ${path} and (done_build is not ${env.BUILD_ID} or done_version < ${version})`,
  ]);

/**
 * Stores it unless what is there is as new or newer, however many do so at once: render, head, put if unchanged, look again.
 * @returns what was there before
 */
async function putNewer(
  bucket: R2Bucket,
  key: string,
  body: string,
  version: number,
  metadata: Record<string, string>,
): Promise<R2Object | null> {
  for (;;) {
    const stored = await bucket.head(key);
    if (stored && Number(stored.customMetadata?.version) >= version) return stored;
    const onlyIf = stored ? { etagMatches: stored.etag } : { etagDoesNotMatch: "*" };
    const put = () =>
      bucket.put(key, body, {
        onlyIf,
        customMetadata: { ...metadata, version: String(version) },
        httpMetadata: { contentType: "text/html; charset=utf-8" },
      });
    if (await slowedDown(put)) return stored; // null: someone was faster, look again
  }
}

async function slowedDown<T>(put: () => Promise<T>): Promise<T> {
  for (let tried = 1; ; tried++) {
    try {
      return await put();
    } catch (error) {
      const tooMany = /429|10058|rate limit|too many/i.test(error instanceof Error ? error.message : "");
      if (!tooMany || tried === TRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, SLOW_DOWN_MS * tried));
    }
  }
}

/** What happened in one round. */
export interface RoundReport {
  readonly published: number;
  readonly failed: number;
}

/**
 * Publishes every page that was asked for after this build read the database and is not yet stored under it. Run by cron, after
 * edits, and once before a build takes traffic. A page that fails keeps its job and says why.
 */
export async function publishRound(deps: PublishDeps, beforeEach = async () => {}): Promise<RoundReport> {
  const { rows } = await deps.db.client.execute({
    sql: `select recipient from outbox where channel = 'publish' and version > ? and not (done_build is ? and done_version >= version)
          order by (recipient like '/products/%') desc, version, recipient limit ?`,
    args: [Number(deps.env.BUILD_COUNTER) || 0, deps.env.BUILD_ID, ROUND],
  });
  const report = { published: 0, failed: 0 };
  for (const { recipient } of rows) {
    const path = String(recipient);
    await beforeEach();
    try {
      await publishPage(deps, path);
      report.published++;
    } catch (error) {
      report.failed++;
      console.error(JSON.stringify({ level: "error", what: "publish", path, error: String(error) }));
      await atomically(deps.db, [
        sql`update outbox set attempts = attempts + 1, last_error = ${String(error).slice(0, 500)} where channel = 'publish' and recipient = ${path}`,
      ]);
    }
  }
  return report;
}

/** In this isolate: when somebody last saved, whether pages are asked for, and until when a round may be making them. */
const rest = { savedAt: 0, asked: false, roundUntil: 0 };

/** The pages that nobody waits for, one round at a time: a save during a round makes it look once more. */
async function publishRest(deps: PublishDeps): Promise<void> {
  rest.asked = true;
  if (Date.now() < rest.roundUntil) return;
  try {
    while (rest.asked) {
      rest.asked = false;
      rest.roundUntil = Date.now() + LONGEST_ROUND_MS;
      await publishRound(deps, whenQuiet);
    }
  } finally {
    rest.roundUntil = 0;
  }
}

async function whenQuiet(): Promise<void> {
  const end = Date.now() + MOST_WAIT_MS;
  while (Date.now() < end && Date.now() - rest.savedAt < QUIET_MS)
    await new Promise((resolve) => setTimeout(resolve, QUIET_MS / 4));
}

/** How long an edit took to be visible, milliseconds from `startedAt`. */
export interface Published {
  readonly path: string;
  readonly visibleMs: number;
}

/** Publishes the first page before the answer and the others after it. Should either fail, cron carries on from the rows. */
export async function publishNow(
  deps: PublishDeps,
  paths: readonly string[],
  startedAt: number,
  later: (work: Promise<unknown>) => void,
): Promise<Published | null> {
  const [first] = paths;
  if (first === undefined) return null;
  rest.savedAt = Date.now();
  let noted: Promise<unknown> = Promise.resolve();
  try {
    const version = await storePage(deps, first);
    noted = noteStored(deps, first, version); // nobody waits for that: without it the page is only made once more
  } catch (error) {
    console.error(JSON.stringify({ level: "error", what: "publish", path: first, error: String(error) }));
    return null;
  } finally {
    rest.savedAt = Date.now();
    later(noted.then(() => publishRest(deps)));
  }
  return { path: first, visibleMs: Date.now() - startedAt };
}
