import { DurableObject } from "cloudflare:workers";
import { LibsqlBatchError } from "@libsql/client/web";
import { atomically, databaseAway } from "#db/atomically";
import { openDatabase } from "#db/client";
import { type Decision, orderOf, type PlaceCommand, placementBatch, readDecisions } from "#db/queries/placements";
import { newId } from "#domain/ids";
import type { Bindings } from "../env.ts";

const LARGEST_BATCH = 100; // orders in one write
const LONGEST_QUEUE = 2_000; // orders waiting; more are told to come back
const DEADLINE_MS = 2_400; // for one write; nothing is sent again after it, and everybody who waits is told, so within three seconds

/** What the desk answers: the decision of the database, or why there is none. */
export type DeskAnswer =
  | { readonly decision: Decision }
  | { readonly refused: "busy" | "database-away" | "impossible"; readonly constraint?: string };

interface Waiting {
  readonly command: PlaceCommand;
  readonly answer: (answer: DeskAnswer) => void;
}

/**
 * Takes place-order commands; whatever arrived while the last write was under way goes into the next single write batch.
 * The database decides and the desk only queues, so several desks on one database are safe.
 */
export class CheckoutDesk extends DurableObject<Bindings> {
  readonly #queue: Waiting[] = [];
  #writing = false;

  place(command: PlaceCommand): Promise<DeskAnswer> {
    if (this.#queue.length >= LONGEST_QUEUE) return Promise.resolve({ refused: "busy" });
    return new Promise((answer) => {
      this.#queue.push({ command, answer });
      if (!this.#writing) void this.#writeAll();
    });
  }

  async #writeAll(): Promise<void> {
    this.#writing = true;
    try {
      while (this.#queue.length > 0) await this.#write(this.#queue.splice(0, LARGEST_BATCH));
    } finally {
      this.#writing = false;
    }
  }

  /** One batch. If a constraint aborts it, the order at fault is answered alone and its neighbours are sent again. */
  async #write(batch: readonly Waiting[]): Promise<void> {
    const { DATABASE_URL: url, DATABASE_AUTH_TOKEN: authToken } = this.env;
    const db = openDatabase({ url, authToken, timeoutMs: DEADLINE_MS });
    let waiting = batch;
    while (waiting.length > 0) {
      try {
        const decisions = readDecisions(
          // Made anew for each sending: what a lost answer hid is found as decided, not written twice.
          await atomically(
            db,
            () =>
              placementBatch(
                waiting.map(({ command }) => command),
                newId("run"),
              ) as { sql: string; args: never }[],
          ),
        );
        const byKey = new Map(decisions.map((decision) => [`${decision.buyer}|${decision.key}`, decision]));
        for (const { command, answer } of waiting) {
          const decision = byKey.get(`${command.buyer}|${command.key}`);
          // Who placed it is told by the order's own id: a repeat in the same batch, or a request of another day, had another.
          answer(
            decision
              ? { decision: { ...decision, fresh: decision.orderId === command.orderId } }
              : { refused: "impossible" },
          );
        }
        return;
      } catch (error) {
        const away = databaseAway(error) !== null;
        const poisoned = error instanceof LibsqlBatchError ? orderOf(error.statementIndex, waiting.length) : -1;
        const guilty = waiting[poisoned];
        if (away) {
          // Whoever came meanwhile is told at once: a shopper waits three seconds at most.
          for (const { answer } of [...waiting, ...this.#queue.splice(0)]) answer({ refused: "database-away" });
          return;
        }
        if (!guilty && waiting.length > 1) {
          const middle = waiting.length >> 1; // nobody is named: each half by itself, until the one at fault stands alone
          await this.#write(waiting.slice(0, middle));
          await this.#write(waiting.slice(middle));
          return;
        }
        if (!guilty) {
          console.error(JSON.stringify({ level: "error", what: "checkout desk", error: String(error) }));
          for (const { answer } of waiting) answer({ refused: "impossible", constraint: "" });
          return;
        }
        guilty.answer({ refused: "impossible", constraint: error instanceof Error ? error.message : "" });
        waiting = waiting.filter((one) => one !== guilty);
      }
    }
  }
}
