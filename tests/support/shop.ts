import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Database, openDatabase } from "#db/client";
import { audit, type Break } from "#scripts/audit";
import { registerAtPortals } from "#scripts/portals";
import { type Child, freePort, startScript } from "#scripts/processes";
import { demoVars } from "#scripts/settings";
import { type Sqld, startSqld } from "#scripts/sqld";
import { template } from "#scripts/template";
import { Client } from "./client.ts";

export interface ShopOptions {
  /** Variables over the demo shop's own. */
  readonly vars?: Record<string, string>;
  /** Scales every plan of looks. */
  readonly planScale?: number;
  /** How many Worker processes share the database (each with desks and files of its own). */
  readonly workers?: number;
  /** Scales the simulators' clock. */
  readonly clockScale?: number;
  /** Stands between the Worker and the database, e.g. a fault proxy. @returns the address the Worker gets */
  readonly between?: (databaseUrl: string) => Promise<string>;
}

/** A whole shop of its own: the built Worker in workerd, the real libSQL server, the simulated providers; own ports, own data, own files. */
export class Shop {
  readonly url: string;
  readonly urls: readonly string[];
  readonly databaseUrl: string;
  readonly simulatorsUrl: string;
  readonly db: Database;
  readonly folder: string;
  readonly #databasePort: number;
  readonly #settings: readonly string[];
  #sqld: Sqld | null;
  readonly #simulators: Child;
  readonly #workers: (Child | null)[] = [];

  private constructor(parts: {
    folder: string;
    sqld: Sqld;
    databasePort: number;
    simulators: Child;
    simulatorsUrl: string;
    urls: string[];
    settings: string[];
  }) {
    this.folder = parts.folder;
    this.#sqld = parts.sqld;
    this.#databasePort = parts.databasePort;
    this.#simulators = parts.simulators;
    this.simulatorsUrl = parts.simulatorsUrl;
    this.urls = parts.urls;
    this.url = parts.urls[0] ?? "";
    this.databaseUrl = parts.sqld.url;
    this.db = openDatabase({ url: parts.sqld.url, timeoutMs: 120_000, patienceMs: 20_000 }); // a laden machine is slow, not wrong
    this.#settings = parts.settings;
  }

  static async open(options: ShopOptions = {}): Promise<Shop> {
    const made = await template();
    const folder = mkdtempSync(join(tmpdir(), "duka-"));
    cpSync(join(made.folder, "sqld"), join(folder, "sqld"), { recursive: true });
    const databasePort = await freePort();
    const sqld = await startSqld({ folder: join(folder, "sqld"), port: databasePort });
    const simulatorsPort = await freePort();
    const simulatorsUrl = `http://127.0.0.1:${simulatorsPort}`;
    const simulators = await startScript(["tests/simulators/main.ts"], /Simulators at/, {
      SIMULATORS_PORT: String(simulatorsPort),
      ...(options.clockScale === undefined ? {} : { SIMULATORS_CLOCK_SCALE: String(options.clockScale) }),
    });
    const databaseUrl = options.between ? await options.between(sqld.url) : sqld.url;
    const urls: string[] = [];
    const settings: string[] = [];
    for (let at = 0; at < (options.workers ?? 1); at++) {
      const port = await freePort();
      const persist = join(folder, `worker-${at}`);
      cpSync(join(made.folder, "r2"), join(persist, "r2"), { recursive: true });
      const shopUrl = `http://localhost:${port}`;
      const vars = {
        ...demoVars({ shopUrl, databaseUrl, simulatorsUrl }),
        ...(options.planScale === undefined ? {} : { PLAN_SCALE: String(options.planScale) }),
        ...options.vars,
      };
      urls.push(shopUrl);
      settings.push(JSON.stringify({ port, persist, dist: join(made.dist, "server"), vars }));
    }
    const shop = new Shop({ folder, sqld, databasePort, simulators, simulatorsUrl, urls, settings });
    await shop.startWorkers();
    await registerAtPortals(simulatorsUrl, JSON.parse(settings[0] ?? "{}").vars);
    return shop;
  }

  async startWorkers(): Promise<void> {
    for (const [at, settings] of this.#settings.entries()) {
      this.#workers[at] ??= await startScript(["scripts/worker.ts", settings], /^ready$/, {}, (line) =>
        this.log.push(line),
      );
    }
  }

  /** What the Workers said. */
  readonly log: string[] = [];

  /** SIGKILL to the Worker and its workerd, at once. */
  async killWorkers(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker?.stop("SIGKILL")));
    this.#workers.fill(null);
  }

  async stopDatabase(signal: NodeJS.Signals = "SIGTERM"): Promise<void> {
    await this.#sqld?.stop(signal);
    this.#sqld = null;
  }
  async startDatabase(): Promise<void> {
    this.#sqld ??= await startSqld({ folder: join(this.folder, "sqld"), port: this.#databasePort });
  }

  /** A shopper with an address of their own. */
  client = (at = 0): Client => new Client(this.urls[at] ?? this.url);
  staff = (email?: string): Promise<Client> => this.client().signIn(email);

  /** One round of the cron. */
  async round(at = 0): Promise<void> {
    const answer = await fetch(`${this.urls[at]}/cdn-cgi/handler/scheduled`, { method: "POST" });
    if (!answer.ok) throw new Error(`the round answered ${answer.status}`);
  }

  /** Rounds one after another, with time between two for what each has set going. */
  async rounds(count: number, pauseMs = 700): Promise<void> {
    for (let at = 0; at < count; at++) {
      await this.round();
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }

  /** The simulators' control API. */
  async control<T = unknown>(path: string, body?: unknown, method = body === undefined ? "GET" : "POST"): Promise<T> {
    const answer = await fetch(`${this.simulatorsUrl}/_control/${path}`, {
      method,
      ...(body === undefined ? {} : { headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`control ${path}: ${answer.status} ${text}`);
    return (text === "" ? undefined : JSON.parse(text)) as T;
  }

  async rows<T = Record<string, unknown>>(sql: string, args: (string | number)[] = []): Promise<T[]> {
    for (let tries = 1; ; tries++) {
      try {
        return (await this.db.client.execute({ sql, args })).rows as unknown as T[];
      } catch (error) {
        if (tries === 20 || !String(error).includes("status 429")) throw error; // the server is full of the shop's own work
        await new Promise((resolve) => setTimeout(resolve, 50 * tries));
      }
    }
  }
  async one<T = number>(sql: string, args: (string | number)[] = []): Promise<T> {
    return Object.values((await this.rows(sql, args))[0] ?? {})[0] as T;
  }

  /** Tasks of one kind that wait for somebody, the oldest first. */
  openTasks = (kind: string) =>
    this.rows<{ subject: string; order_id: string | null; detail: string; amount_minor: number }>(
      "SELECT subject, order_id, detail, amount_minor FROM staff_tasks WHERE kind = ? AND state = 'open' ORDER BY rowid",
      [kind],
    );

  audit = (): Promise<Break[]> => audit(this.db);

  /** Variants with at least this much on the shelf, the fullest first. */
  async variants(atLeast = 5, limit = 20): Promise<string[]> {
    const rows = await this.rows<{ variant_id: string }>(
      `SELECT s.variant_id FROM stock s JOIN variants v ON v.id = s.variant_id JOIN products p ON p.id = v.product_id WHERE p.kind = 'physical' AND p.status = 'published' AND s.on_hand - s.reserved >= ? ORDER BY s.on_hand DESC, s.variant_id LIMIT ${limit}`,
      [atLeast],
    );
    return rows.map((row) => row.variant_id);
  }

  /** Sets what is on the shelf, as a count by staff would. */
  async setStock(variantId: string, pieces: number): Promise<void> {
    await this.db.client.execute({
      sql: "INSERT INTO stock_movements (id, variant_id, quantity, reason) SELECT 'mov_' || lower(hex(randomblob(16))), variant_id, ? - on_hand, 'counted' FROM stock WHERE variant_id = ? AND on_hand <> ?",
      args: [pieces, variantId, pieces],
    });
  }

  async close(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker?.stop("SIGKILL")));
    await this.#simulators.stop("SIGKILL");
    await this.stopDatabase("SIGKILL");
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Tries until it holds. @throws {Error} with the words when it does not in time */
export async function until<T>(
  what: string,
  look: () => Promise<T | null | undefined | false>,
  withinMs = 15_000,
  everyMs = 100,
): Promise<T> {
  const end = Date.now() + withinMs;
  for (;;) {
    const seen = await look();
    if (seen !== null && seen !== undefined && seen !== false && seen !== 0) return seen; // a count of none is not yet
    if (Date.now() > end) throw new Error(`not within ${withinMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}
