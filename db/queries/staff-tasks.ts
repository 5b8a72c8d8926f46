import { type SQL, sql } from "drizzle-orm";
import { atomically, readTogether } from "#db/atomically";
import type { Database } from "#db/client";
import { DomainError } from "#domain/errors";
import type { Currency } from "#domain/money";
import type { TaskKind } from "#domain/tasks";
import { type Row, textOrNull } from "./cells.ts";

export interface TaskRow {
  readonly id: string;
  readonly kind: TaskKind;
  readonly subject: string;
  readonly detail: string;
  readonly amountMinor: number | null;
  readonly currency: Currency | null;
  readonly order: { readonly id: string; readonly number: string } | null;
  readonly state: "open" | "done";
  readonly doneBy: string | null;
  readonly doneByName: string | null;
  readonly note: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  /** Whoever asks may not do it: it is their own request, or their own order. */
  readonly notByMe: boolean;
}

const taskOf = (row: Row): TaskRow => ({
  id: String(row.id),
  kind: String(row.kind) as TaskKind,
  subject: String(row.subject),
  detail: String(row.detail),
  amountMinor: row.amount_minor === null ? null : Number(row.amount_minor),
  currency: textOrNull(row.currency) as Currency | null,
  order: row.order_id === null || row.number === null ? null : { id: String(row.order_id), number: String(row.number) },
  state: String(row.state) as TaskRow["state"],
  doneBy: textOrNull(row.done_by),
  doneByName: textOrNull(row.done_name),
  note: String(row.note),
  createdAt: Number(row.created_at),
  updatedAt: Number(row.updated_at),
  notByMe: row.not_by_me === 1,
});

const tasksWhere = (actorId: string, where: SQL, order: SQL, limit: number): SQL =>
  sql`SELECT t.*, o.number, u.name AS done_name,
        (t.kind = 'second-person' AND (EXISTS (SELECT 1 FROM refunds r WHERE r.id = t.subject AND r.requested_by = ${actorId}) OR EXISTS (SELECT 1 FROM human_ends e WHERE e.id = t.subject AND e.requested_by = ${actorId})
          OR EXISTS (SELECT 1 FROM bank_lines l WHERE l.id = t.subject AND coalesce(l.matched_by, l.entered_by) = ${actorId})))
        OR EXISTS (SELECT 1 FROM order_buyers b WHERE b.order_id = t.order_id AND b.user_id = ${actorId}) AS not_by_me
      FROM staff_tasks t LEFT JOIN orders o ON o.id = t.order_id LEFT JOIN users u ON u.id = t.done_by WHERE ${where} ORDER BY ${order} LIMIT ${limit}`;

/** What people must look at: open ones the oldest first, done ones the newest first. */
export async function listTasks(
  db: Database,
  actorId: string,
  { kind, state }: { readonly kind?: TaskKind | undefined; readonly state: "open" | "done" },
  after: { readonly at: number; readonly id: string } | null,
  limit: number,
): Promise<{ rows: TaskRow[]; counts: Map<TaskKind, number> }> {
  const of = kind ? sql`t.kind = ${kind}` : sql`true`;
  const at = state === "open" ? sql`t.created_at, t.id` : sql`t.updated_at, t.id`;
  const from = after ? sql`(${at}) ${state === "open" ? sql`>` : sql`<`} (${after.at}, ${after.id})` : sql`true`;
  const order = state === "open" ? sql`t.created_at, t.id` : sql`t.updated_at DESC, t.id DESC`;
  const [rows, counts] = await readTogether(db, [
    tasksWhere(actorId, sql`t.state = ${state} AND ${of} AND ${from}`, order, limit),
    sql`SELECT kind, count(*) AS n FROM staff_tasks WHERE state = 'open' GROUP BY kind`,
  ]);
  return {
    rows: (rows?.rows ?? []).map(taskOf),
    counts: new Map((counts?.rows ?? []).map((row) => [String(row.kind) as TaskKind, Number(row.n)])),
  };
}

export async function readTask(db: Database, id: string, actorId: string): Promise<TaskRow | null> {
  const [found] = await readTogether(db, [tasksWhere(actorId, sql`t.id = ${id}`, sql`t.id`, 1)]);
  return found?.rows[0] ? taskOf(found.rows[0]) : null;
}

/** A person has done it and says what. @returns whether it is done by this person's word */
export async function finishTask(
  db: Database,
  task: TaskRow,
  actorId: string,
  note: string,
  now: number,
): Promise<boolean> {
  const goodsFound =
    task.kind === "unfulfillable" && task.order ? foundAgain(task.order.id, task.id, actorId, now) : [];
  const mine = sql`id = ${task.id} AND state = 'done' AND done_by = ${actorId}`;
  const results = await atomically(
    db,
    [
      ...goodsFound,
      sql`UPDATE staff_tasks SET state = 'done', done_by = ${actorId}, note = ${note} WHERE id = ${task.id} AND state = 'open'
          AND NOT EXISTS (SELECT 1 FROM orders o JOIN order_money m ON m.order_id = o.id WHERE o.id = staff_tasks.order_id AND staff_tasks.kind = 'unfulfillable' AND o.order_status = 'cancelled' AND m.net_minor > 0)`,
      sql`INSERT INTO order_events (id, order_id, kind, actor, actor_id, detail, at) SELECT ${`${task.id}/done`}, order_id, 'task-done', 'staff', ${actorId}, json_object('task', kind, 'note', ${note}), ${now}
          FROM staff_tasks WHERE ${mine} AND order_id IS NOT NULL ON CONFLICT (id) DO NOTHING`,
      sql`SELECT 1 FROM staff_tasks WHERE ${mine}`,
    ],
    {
      E_OUT_OF_STOCK: new DomainError(
        "out-of-stock",
        "The goods are still not on the shelf. Count them in first, or give the money back.",
      ),
    },
  );
  return (results.at(-1)?.rows.length ?? 0) > 0;
}

/** Goods that had gone are there again: they are held for the order, which can be shipped. The shelf must have them (E_OUT_OF_STOCK). */
const foundAgain = (orderId: string, taskId: string, actorId: string, now: number): SQL[] => {
  const may = sql`EXISTS (SELECT 1 FROM staff_tasks WHERE id = ${taskId} AND state = 'open') AND EXISTS (SELECT 1 FROM orders WHERE id = ${orderId} AND order_status = 'placed' AND unfulfillable_at IS NOT NULL)`;
  return [
    sql`INSERT INTO holds (id, order_id, line_id, variant_id, quantity, ends_at)
        SELECT 'hol_' || substr(l.id, 5) || '/found/' || ${taskId}, ${orderId}, l.id, l.variant_id, l.quantity - coalesce((SELECT sum(x.quantity) FROM shipment_lines x WHERE x.line_id = l.id), 0), NULL
        FROM order_lines l WHERE l.order_id = ${orderId} AND l.kind <> 'digital' AND NOT EXISTS (SELECT 1 FROM holds h WHERE h.line_id = l.id AND h.state IN ('live', 'consumed'))
          AND l.quantity > coalesce((SELECT sum(x.quantity) FROM shipment_lines x WHERE x.line_id = l.id), 0) AND ${may}`,
    sql`UPDATE holds SET state = 'consumed', ended_at = ${now} WHERE order_id = ${orderId} AND state = 'live' AND ${may}`,
    sql`INSERT INTO order_events (id, order_id, kind, actor, actor_id, detail, at) SELECT ${`${taskId}/found`}, ${orderId}, 'goods-found', 'staff', ${actorId}, '{}', ${now} WHERE ${may} ON CONFLICT (id) DO NOTHING`,
    sql`UPDATE orders SET unfulfillable_at = NULL WHERE id = ${orderId} AND ${may}`,
  ];
};
