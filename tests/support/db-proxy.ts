import { once } from "node:events";
import { Agent, createServer, type IncomingMessage, request, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** One round trip of the Worker to its database. */
export interface Exchange {
  /** The texts of its statements, in the order they run. */
  readonly sql: readonly string[];
  /** The request as it was sent: its arguments are in it. */
  readonly body: string;
  has(...words: readonly string[]): boolean;
}

/** What becomes of a request, or of its answer. Dropped: the connection ends without a word. Crowded: 429, as sqld says when too many wait. */
export type Fate = "pass" | "drop" | "crowded";
type Hook = (exchange: Exchange) => Fate | Promise<Fate>;

/** Stands between a Worker and sqld: sees every statement, and may wait, act or break off before the server has it or before the Worker has the answer. */
export class DbProxy {
  /** Before the server has the request. */
  beforeServer: Hook = () => "pass";
  /** After the server has answered (what it committed is committed), before the Worker has the answer. */
  beforeAnswer: Hook = () => "pass";
  readonly #server: Server;
  #target = "";
  readonly #agent = new Agent({ keepAlive: true });

  constructor() {
    this.#server = createServer((incoming, outgoing) => {
      this.#pass(incoming, outgoing).catch(() => outgoing.destroy());
    });
  }

  /** Listens in front of a server. @returns its own address */
  open = async (target: string): Promise<string> => {
    this.#target = target;
    this.#server.listen(0, "127.0.0.1");
    await once(this.#server, "listening");
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  };

  /** Nothing is done to what goes through from now on. */
  calm(): void {
    this.beforeServer = () => "pass";
    this.beforeAnswer = () => "pass";
  }

  async close(): Promise<void> {
    this.#agent.destroy();
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #pass(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const body = await bytesOf(incoming);
    const exchange = readExchange(body.toString("utf8"));
    const fate = await this.beforeServer(exchange);
    if (fate !== "pass") return breakOff(outgoing, fate);
    const answer = await this.#forward(incoming, body);
    const said = await bytesOf(answer);
    const end = await this.beforeAnswer(exchange);
    if (end !== "pass") return breakOff(outgoing, end);
    const { "transfer-encoding": _chunked, connection: _connection, ...headers } = answer.headers;
    outgoing.writeHead(answer.statusCode ?? 502, { ...headers, "content-length": said.length });
    outgoing.end(said);
  }

  async #forward(incoming: IncomingMessage, body: Buffer): Promise<IncomingMessage> {
    const outgoing = request(new URL(incoming.url ?? "/", this.#target), {
      method: incoming.method ?? "GET",
      agent: this.#agent,
      headers: {
        ...incoming.headers,
        host: new URL(this.#target).host,
        connection: "keep-alive",
        "accept-encoding": "identity", // sqld compresses for whoever accepts it
      },
    });
    outgoing.end(body);
    const [answer] = (await once(outgoing, "response")) as [IncomingMessage];
    return answer;
  }
}

function breakOff(outgoing: ServerResponse, fate: Exclude<Fate, "pass">): void {
  if (fate === "drop") outgoing.destroy();
  else outgoing.writeHead(429).end("Too many requests");
}

async function bytesOf(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

interface Stmt {
  readonly sql?: string | null;
  readonly sql_id?: number | null;
}
interface Pipeline {
  readonly requests?: readonly {
    readonly type: string;
    readonly sql?: string;
    readonly sql_id?: number;
    readonly stmt?: Stmt;
    readonly batch?: { readonly steps: readonly { readonly stmt: Stmt }[] };
  }[];
}

/** A Hrana pipeline, its stored texts put back where they run. Source: the Hrana 2 specification. */
export function readExchange(body: string): Exchange {
  const stored = new Map<number, string>();
  const textOf = ({ sql, sql_id }: Stmt): string => sql ?? stored.get(sql_id ?? -1) ?? "";
  const sql: string[] = [];
  for (const one of parse(body).requests ?? []) {
    if (one.type === "store_sql" && one.sql_id !== undefined) stored.set(one.sql_id, one.sql ?? "");
    else if (one.stmt) sql.push(textOf(one.stmt));
    else if (one.batch) sql.push(...one.batch.steps.map((step) => textOf(step.stmt)));
    else if (one.sql !== undefined) sql.push(one.sql);
  }
  return {
    sql,
    body,
    has: (...words) => words.every((word) => sql.some((text) => text.includes(word)) || body.includes(word)),
  };
}

function parse(body: string): Pipeline {
  try {
    return JSON.parse(body) as Pipeline;
  } catch {
    return {};
  }
}
