import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { clearTimeout, setTimeout } from "node:timers";
import { emptyWorld, type World } from "./world.ts";

/** How long after a change the file is written; changes in between share one write. */
const WRITE_AFTER_MS = 400;
/** A large world is written more seldom: writing takes at most one part in so many of the time. */
const WRITE_SHARE = 20;

export interface Keeper {
  readonly world: World;
  /** Writes soon. */
  readonly keep: () => void;
  /** Writes now, and only if something changed. */
  readonly flush: () => Promise<void>;
}

/** Reads the world from `file` and writes it back after changes. A file that cannot be read as JSON is set aside, not deleted. */
export async function keepIn(file: string): Promise<Keeper> {
  const world = await readWorld(file);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let changed = false;
  let writing = Promise.resolve();
  let lastWriteMs = 0;

  function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    writing = writing.then(async () => {
      if (!changed) return;
      changed = false;
      const started = performance.now();
      await writeWorld(file, world);
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

  return { world, keep, flush };
}

async function readWorld(file: string): Promise<World> {
  const text = await readFile(file, "utf8").catch(() => undefined);
  if (text === undefined) return emptyWorld();
  try {
    const kept = JSON.parse(text);
    return {
      token: kept.token,
      pushes: new Map(kept.pushes),
      messages: kept.messages,
      mailAnswers: new Map(kept.mailAnswers),
    };
  } catch {
    await rename(file, `${file}.unreadable`);
    console.error(`${file} could not be read; it is now ${file}.unreadable and the simulators start empty.`);
    return emptyWorld();
  }
}

async function writeWorld(file: string, world: World): Promise<void> {
  const text = JSON.stringify({ ...world, pushes: [...world.pushes], mailAnswers: [...world.mailAnswers] });
  await mkdir(dirname(file), { recursive: true });
  await writeFile(`${file}.new`, text);
  await rename(`${file}.new`, file); // A reader never sees half a file.
}
