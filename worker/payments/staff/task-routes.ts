import { z } from "zod";
import { finishTask, listTasks, readTask, type TaskRow } from "#db/queries/staff-tasks";
import { DomainError } from "#domain/errors";
import { type TaskView, taskDoneBody, tasksQuery, tasksView, taskView } from "#domain/payments/staff-schema";
import { TASK_KINDS, TASKS, type TaskSubject } from "#domain/tasks";
import { answers, jsonBody, route, router } from "../../route.ts";
import { askerOf } from "./asker.ts";
import { pageOf, readCursor } from "./cursor.ts";

const PAGE = 50;
const byId = { params: z.object({ id: z.string().max(200) }) };

/** /api/staff/tasks: what people must look at. */
export const taskRoutes = router()
  .openapi(
    route({
      method: "get",
      path: "/staff/tasks",
      permission: "payments:read",
      summary: "What people must look at, the oldest first",
      request: { query: tasksQuery },
      responses: answers(200, tasksView, "A page of tasks, and how many are open of each kind"),
    }),
    async (c) => {
      const { cursor, ...filter } = c.req.valid("query");
      const asker = askerOf(c.var.signedIn);
      const { rows, counts } = await listTasks(c.var.deps.db, asker.id, filter, readCursor(cursor), PAGE + 1);
      const { shown, nextCursor } = pageOf(rows, PAGE, ({ createdAt, updatedAt, id }) => ({
        at: filter.state === "open" ? createdAt : updatedAt,
        id,
      }));
      const open = TASK_KINDS.filter((kind) => counts.has(kind));
      return c.json(
        {
          tasks: shown.map(viewOf),
          counts: open.map((kind) => ({ kind, title: TASKS[kind].title, open: counts.get(kind) ?? 0 })),
          nextCursor,
        },
        200,
      );
    },
  )
  .openapi(
    route({
      method: "post",
      path: "/staff/tasks/{id}/done",
      permission: "payments:record",
      summary: "Mark a task done that has no end of its own, with what was done",
      request: { ...byId, ...jsonBody(taskDoneBody) },
      responses: answers(201, taskView, "The task as it is now"),
    }),
    async (c) => {
      const { deps, signedIn } = c.var;
      const asker = askerOf(signedIn);
      const { id } = c.req.valid("param");
      const task = await readTask(deps.db, id, asker.id);
      if (!task) throw new DomainError("not-found", "There is no such task.");
      const { ends, todo } = TASKS[task.kind];
      if (ends === "cause")
        throw new DomainError("task-not-by-hand", todo, { kind: task.kind, about: viewOf(task).about });
      if (!(await finishTask(deps.db, task, asker.id, c.req.valid("json").note, deps.now()))) throw cannotEnd(task);
      return c.json(viewOf((await readTask(deps.db, id, asker.id)) ?? task), 201);
    },
  );

const cannotEnd = (task: TaskRow) =>
  task.state === "done"
    ? new DomainError("already-recorded", `${task.doneByName ?? "Somebody"} has done this already.`)
    : new DomainError("task-not-by-hand", "The order is cancelled and its money is here: give it back.", {
        kind: task.kind,
        about: viewOf(task).about,
      });

const viewOf = (task: TaskRow): TaskView => {
  const { title, todo, ends } = TASKS[task.kind];
  return {
    id: task.id,
    kind: task.kind,
    title,
    todo,
    detail: task.detail,
    amountMinor: task.amountMinor,
    currency: task.currency,
    order: task.order,
    about: { kind: subjectOf(task), id: task.subject },
    since: task.createdAt,
    state: task.state,
    ends,
    doneBy: task.state === "done" ? (task.doneByName ?? "automatic") : null,
    doneAt: task.state === "done" ? task.updatedAt : null,
    note: task.note,
    notByMe: task.notByMe,
  };
};

/** What waits for a second person, or differs, is told by its id. */
const subjectOf = ({ kind, subject }: TaskRow): TaskSubject => {
  if (kind === "unexplained" && subject.includes("/inb_")) return "callback";
  if (kind !== "second-person") return TASKS[kind].about;
  if (subject.startsWith("ref_")) return "refund";
  return subject.startsWith("bli_") ? "bank-line" : "human-end";
};
