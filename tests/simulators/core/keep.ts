import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { clearTimeout, setTimeout } from "node:timers";
import type { SimulatedProvider } from "./provider.ts";
import { emptyWorld, type World } from "./world.ts";

/** How long after a change the file is written; changes in between share one write. */
const WRITE_AFTER_MS = 400;
/** A large world is written more seldom: writing takes at most one part in so many of the time. */
const WRITE_SHARE = 20;

type Kept = Pick<SimulatedProvider, "name" | "save" | "load">;
type Saved = Record<string, unknown>;

export interface Keeper {
  readonly world: World;
  /** Gives each provider what it had saved, and from now on asks it at each write. */
  readonly include: (providers: readonly Kept[]) => void;
  /** Writes soon. */
  readonly keep: () => void;
  /** Writes now, and only if something changed. */
  readonly flush: () => Promise<void>;
}

/** Reads the world from `file` and writes it back after changes. A file that cannot be read as JSON is set aside, not deleted. */
export async function keepIn(file: string): Promise<Keeper> {
  const { world, saved } = await readWorld(file);
  let included: readonly Kept[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let changed = false;
  let writing = Promise.resolve();
  let lastWriteMs = 0;

  /** Parts of providers that are not here any more are kept as they were. */
  function gather(): Saved {
    return { ...saved, ...Object.fromEntries(included.map((provider) => [provider.name, provider.save()])) };
  }

  function include(providers: readonly Kept[]): void {
    included = providers;
    for (const provider of providers) {
      if (saved[provider.name] !== undefined) provider.load(saved[provider.name]);
    }
  }

  function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    writing = writing.then(async () => {
      if (!changed) return;
      changed = false;
      const started = performance.now();
      await writeWorld(file, world, gather());
      lastWriteMs = performance.now() - started;
    });
    return writing;
  }

  function keep(): void {
    changed = true;
    if (timer) return;
    const waitMs = Math.max(WRITE_AFTER_MS, lastWriteMs * WRITE_SHARE);
    timer = setTimeout(() => {
      flush().catch((error: Error) => console.error(`The simulators could not write ${file}: ${error.message}`));
    }, waitMs).unref();
  }

  return { world, include, keep, flush };
}

async function readWorld(file: string): Promise<{ world: World; saved: Saved }> {
  const text = await readFile(file, "utf8").catch(() => undefined);
  if (text === undefined) return { world: emptyWorld(), saved: {} };
  try {
    const kept = JSON.parse(text);
    const world: World = {
      token: kept.token,
      pushes: new Map(kept.pushes),
      messages: kept.messages,
      mailAnswers: new Map(kept.mailAnswers),
    };
    return { world, saved: kept.providers ?? {} }; // Files from before there were other providers have none.
  } catch {
    await rename(file, `${file}.unreadable`);
    console.error(`${file} could not be read; it is now ${file}.unreadable and the simulators start empty.`);
    return { world: emptyWorld(), saved: {} };
  }
}

async function writeWorld(file: string, world: World, providers: Saved): Promise<void> {
  const { pushes, mailAnswers } = world;
  const text = JSON.stringify({ ...world, pushes: [...pushes], mailAnswers: [...mailAnswers], providers });
  await mkdir(dirname(file), { recursive: true });
  await writeFile(`${file}.new`, text);
  await rename(`${file}.new`, file); // A reader never sees half a file.
}
