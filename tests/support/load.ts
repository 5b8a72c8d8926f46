import { connect, type Socket } from "node:net";

/** One request as it goes over the wire, and what came back, by status. */
export interface LoadResult {
  readonly perSecond: number;
  readonly requests: number;
  readonly statuses: Readonly<Record<number, number>>;
  readonly latenciesMs: readonly number[];
}

export interface Load {
  readonly url: string;
  readonly connections: number;
  /** Stops after so many milliseconds, or so many requests, whichever comes first. */
  readonly forMs?: number;
  readonly count?: number;
  /** The n-th request: method, path, headers, body. */
  readonly request: (n: number) => { method?: string; path: string; headers?: Record<string, string>; body?: string };
}

/** A small HTTP/1.1 load over plain keep-alive sockets: its own cost must stay small beside the Worker's on two cores. */
export async function load({
  url,
  connections,
  forMs = Number.POSITIVE_INFINITY,
  count = Number.POSITIVE_INFINITY,
  request,
}: Load): Promise<LoadResult> {
  const { hostname, port } = new URL(url);
  const statuses: Record<number, number> = {};
  const latenciesMs: number[] = [];
  let sent = 0;
  const began = performance.now();
  const lane = async () => {
    const line = await Line.open(hostname, Number(port));
    while (sent < count && performance.now() - began < forMs) {
      const { method = "GET", path, headers = {}, body = "" } = request(sent++);
      const head = [
        `${method} ${path} HTTP/1.1`,
        `Host: ${hostname}:${port}`,
        ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
      ];
      if (method !== "GET") head.push(`Content-Length: ${Buffer.byteLength(body)}`);
      const at = performance.now();
      const status = await line.ask(`${head.join("\r\n")}\r\n\r\n${body}`);
      latenciesMs.push(performance.now() - at);
      statuses[status] = (statuses[status] ?? 0) + 1;
    }
    line.close();
  };
  await Promise.all(Array.from({ length: connections }, lane));
  const requests = latenciesMs.length;
  return { perSecond: requests / ((performance.now() - began) / 1_000), requests, statuses, latenciesMs };
}

/** One connection: a request, its whole answer, the next request. */
class Line {
  readonly #socket: Socket;
  #held = Buffer.alloc(0);
  #answer: { resolve: (status: number) => void; reject: (error: Error) => void } | null = null;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.on("data", (chunk) => this.#read(chunk));
    socket.on("error", (error) => this.#answer?.reject(error));
    socket.on("close", () => this.#answer?.reject(new Error("the connection was closed")));
  }

  static open = (host: string, port: number): Promise<Line> =>
    new Promise((resolve, reject) => {
      const socket = connect(port, host, () => resolve(new Line(socket)));
      socket.once("error", reject);
    });

  ask(text: string): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#answer = { resolve, reject };
      this.#socket.write(text);
    });
  }

  close = (): void => {
    this.#answer = null;
    this.#socket.destroy();
  };

  #read(chunk: Buffer): void {
    this.#held = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk]);
    const end = this.#held.indexOf("\r\n\r\n");
    if (end < 0) return;
    const head = this.#held.toString("latin1", 0, end);
    const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
    const whole = length === undefined ? this.#endOfChunks(head, end + 4) : end + 4 + Number(length);
    if (whole === null || this.#held.length < whole) return;
    this.#held = this.#held.subarray(whole);
    const { resolve } = this.#answer ?? {};
    this.#answer = null;
    resolve?.(Number(head.slice(9, 12)));
  }

  /** Where a chunked answer ends; `null` while it has not. An answer without a length and without chunks has no body (304). */
  #endOfChunks(head: string, from: number): number | null {
    if (!/\r\ntransfer-encoding: *chunked/i.test(head)) return from;
    const end = this.#held.indexOf("\r\n0\r\n\r\n", from - 2);
    if (end >= 0) return end + 7;
    return this.#held.subarray(from, from + 5).toString("latin1") === "0\r\n\r\n" ? from + 5 : null;
  }
}

/** The middle of an odd number of figures. */
export const median = (numbers: readonly number[]): number =>
  [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
