import type { TasksView, TaskView } from "#domain/payments/staff-schema";
import { amount } from "../../words.ts";
import { age, placed } from "../console-words.ts";
import { type Column, Ledger } from "../Ledger.tsx";
import { moneyApi } from "../money-api.ts";
import { SayForm } from "../SayForm.tsx";
import { Telling } from "../Telling.tsx";
import { thenRead, useActing } from "../use-acting.ts";
import { useOpened } from "../use-opened.ts";
import { placeOf, verbOf } from "./task-words.ts";

export interface TasksProps {
  initial: TasksView;
  openedAt: number;
  /** What the list is narrowed to, as the API takes it. */
  query: string;
  /** Whether this person may end one with a note. */
  mayEnd: boolean;
}

/** What a person must look at: what it is, how much, how long it waits, and where it is ended. */
export function Tasks({ initial, openedAt, query, mayEnd }: TasksProps) {
  const read = () => moneyApi.tasks(new URLSearchParams(query));
  const acting = useActing(initial, openedAt, {
    read,
    hasMoved: (before, after) => before.tasks.length !== after.tasks.length,
  });
  const { opened, setOpened, toggle } = useOpened(acting);
  const under = (task: TaskView) =>
    opened === task.id && (
      <div class="stack gap-8">
        <p class="small">
          {task.detail && `${task.detail}. `}
          {task.todo}
        </p>
        <SayForm
          acting={acting}
          name={`Done: ${task.title}`}
          button="It is done"
          field={{
            name: "note",
            label: "What was done about it?",
            hint: "It stands beside the task from now on.",
            missing: "What was done about it?",
          }}
          send={(note) => thenRead(moneyApi.endTask(task.id, note), read, acting.seen)}
          done={`Done: ${task.title.toLowerCase()}.`}
          onDone={() => setOpened(null)}
          onClose={() => {
            toggle(task.id);
            setTimeout(() => document.getElementById(`end-${task.id}`)?.focus());
          }}
        />
      </div>
    );
  return (
    <>
      <Telling acting={acting} formOpen={opened !== null} />
      <Ledger
        caption="Tasks"
        columns={columnsAt(acting.now, mayEnd ? toggle : null, opened)}
        rows={acting.seen.tasks}
        keyOf={({ id }) => id}
        under={under}
      />
    </>
  );
}

const columnsAt = (now: number, toggle: ((id: string) => void) | null, opened: string | null): Column<TaskView>[] => [
  {
    head: "Task",
    as: "name",
    isHeader: true,
    cell: (task) => (
      <a href={placeOf(task)} title={task.todo}>
        {task.title}
      </a>
    ),
  },
  {
    head: "Order",
    as: "id",
    cell: ({ order }) =>
      order && (
        <a class="id" href={`/staff/orders/${order.id}`}>
          {order.number}
        </a>
      ),
  },
  {
    head: "What is known",
    as: "state",
    cell: ({ detail, note, doneBy }) => {
      const said = doneBy === null ? detail : note || detail;
      return (
        <span class="muted" title={said}>
          {said}
        </span>
      );
    },
  },
  {
    head: "Amount",
    as: "sum",
    cell: ({ amountMinor, currency }) =>
      amountMinor !== null &&
      currency !== null && (
        <>
          <span class="muted cur">{currency}</span> {amount(amountMinor, currency)}
        </>
      ),
  },
  {
    head: "Waits",
    as: "when",
    cell: ({ since, doneAt }) =>
      doneAt === null ? (
        <time dateTime={new Date(since).toISOString()}>{age(since, now)}</time>
      ) : (
        <time dateTime={new Date(doneAt).toISOString()}>{placed(doneAt, now)}</time>
      ),
  },
  {
    head: "Next",
    as: "next",
    cell: (task) => {
      if (task.state === "done") return <span class="muted">{task.doneBy}</span>;
      const name = [task.title, task.order?.number].filter(Boolean).join(", ");
      return (
        <span class="nexts">
          <a class="next" href={placeOf(task)} aria-label={`${verbOf(task)}: ${name}`}>
            {verbOf(task)}
          </a>
          {task.notByMe && <span class="muted small">not by you</span>}
          {task.ends === "hand" && toggle && (
            <button
              type="button"
              class="next-btn only-with-js"
              id={`end-${task.id}`}
              aria-expanded={opened === task.id}
              aria-label={`Done: ${name}`}
              onClick={() => toggle(task.id)}
            >
              Done
            </button>
          )}
        </span>
      );
    },
  },
];
