/** What a task is about: where a person goes to do it. */
export const TASK_SUBJECTS = [
  "order",
  "attempt",
  "refund",
  "dispute",
  "mismatch",
  "unallocated",
  "proof",
  "bank-line",
  "human-end",
  "statement",
  "callback",
] as const;
export type TaskSubject = (typeof TASK_SUBJECTS)[number];

export const TASK_ENDS = ["hand", "cause"] as const;

interface TaskWords {
  readonly title: string;
  /** What to do, a sentence. Of one that ends by its cause it is also what a person hears who wants to tick it off. */
  readonly todo: string;
  /** `hand`: a person marks it done with a note · `cause`: what it is about must end, then it is gone by itself. */
  readonly ends: (typeof TASK_ENDS)[number];
  readonly about: TaskSubject;
}

/** What people are asked to look at, the most urgent kinds first. */
export const TASKS = {
  dispute: {
    title: "A payment is disputed",
    todo: "Answer it at the provider before its last day, then mark it done with what you sent.",
    ends: "hand",
    about: "dispute",
  },
  "refund-failed": {
    title: "A refund did not go through",
    todo: "The money is with us again: give it back another way, then say which.",
    ends: "hand",
    about: "refund",
  },
  "refund-unresolved": {
    title: "Nobody knows whether a refund was made",
    todo: "Look the refund up at the provider, then complete it with the reference that stands there.",
    ends: "cause",
    about: "refund",
  },
  "refund-by-hand": {
    title: "Money to send back by hand",
    todo: "Send it back, then complete the refund with the reference of that.",
    ends: "cause",
    about: "refund",
  },
  "refund-excess": {
    title: "Too much was paid",
    todo: "Give back what is too much: Refund the excess, on the order's page.",
    ends: "cause",
    about: "order",
  },
  "refund-cancelled": {
    title: "Money for a cancelled order",
    todo: "Give all of it back, on the order's page.",
    ends: "cause",
    about: "order",
  },
  unfulfillable: {
    title: "Paid, but the goods are gone",
    todo: "Find the goods and say so here, or give the money back on the order's page.",
    ends: "hand",
    about: "order",
  },
  unallocated: {
    title: "Money that fits no payment",
    todo: "Say which order it is for, or send it back and type the reference of that.",
    ends: "cause",
    about: "unallocated",
  },
  "second-person": {
    title: "Waits for a second person",
    todo: "Look at it, then agree or say no. Whoever asked cannot do that.",
    ends: "cause",
    about: "human-end",
  },
  "attempt-unresolved": {
    title: "No final answer about a payment",
    todo: "Look it up at the provider by its reference, then say on the payment's page whether it was paid.",
    ends: "cause",
    about: "attempt",
  },
  mismatch: {
    title: "A payment is claimed that the provider does not confirm",
    todo: "Look it up at the provider, then dismiss the claim with what you found.",
    ends: "cause",
    about: "mismatch",
  },
  proof: {
    title: "A transfer slip to look at",
    todo: "Find the transfer on the statement, then accept the slip or send it back, at the bank desk.",
    ends: "cause",
    about: "proof",
  },
  "hold-ended": {
    title: "Partly paid, and its time is over",
    todo: "Ask the customer for the rest, or give the part back, then say which.",
    ends: "hand",
    about: "order",
  },
  unexplained: {
    title: "Their books differ from ours",
    todo: "Find out where the difference comes from, then write it down here.",
    ends: "hand",
    about: "statement",
  },
} as const satisfies Record<string, TaskWords>;

export type TaskKind = keyof typeof TASKS;
export const TASK_KINDS = Object.keys(TASKS) as [TaskKind, ...TaskKind[]];
