import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:net";

/** @throws {Error} one sentence that names the port and what to do, when something listens there already */
export async function needFreePort(port: number, what: string, variable: string): Promise<void> {
  const free = await new Promise<boolean>((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(true)));
  });
  if (!free)
    throw new Error(
      `Port ${port}, where ${what} should listen, is taken. Stop what uses it, or choose another with ${variable}=….`,
    );
}

export interface Child {
  readonly process: ChildProcess;
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/** Runs one of our scripts beside this one, and waits until it says `ready`. Its other lines go to `onLine`. */
export async function startScript(
  args: readonly string[],
  ready: RegExp,
  env: Record<string, string> = {},
  onLine: (line: string) => void = () => undefined,
): Promise<Child> {
  const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", ...args], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...env },
    detached: true,
  });
  const said: string[] = [];
  await new Promise<void>((resolve, reject) => {
    const hear = (chunk: Buffer) => {
      for (const line of chunk.toString().split("\n").filter(Boolean)) {
        said.push(line);
        if (ready.test(line)) resolve();
        else onLine(line);
      }
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    child.once("exit", (code) => reject(new Error(`${args[0]} ended with ${code}: ${said.slice(-8).join("\n")}`)));
  });
  child.removeAllListeners("exit");
  return {
    process: child,
    stop: (signal = "SIGTERM") =>
      new Promise((resolve) => {
        if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return resolve();
        child.once("exit", () => resolve());
        killGroup(child.pid, signal);
      }),
  };
}

/** A script and everything it started: workerd is a child of the Worker's script. */
function killGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    process.kill(pid, signal);
  }
}

/** A port of this machine that nobody listens on. */
export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
