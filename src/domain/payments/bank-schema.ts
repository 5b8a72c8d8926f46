import { z } from "zod";
import { CURRENCIES } from "../money.ts";
import { ATTEMPT_STATUSES } from "./names.ts";

const instant = z.int(); // unix ms
const note = z.string().trim().max(300, "At most 300 characters.").default("");
const amountMinor = z.int().min(1, "How much was it?").max(100_000_000_000);

export const bankAccountView = z.object({
  bankName: z.string(),
  branch: z.string(),
  accountName: z.string(),
  accountNumber: z.string(),
  swift: z.string(),
});
/** An account as it was shown to one payer: kept with the attempt, however the shop's accounts change. */
export type BankAccountShown = z.infer<typeof bankAccountView>;

export const PROOF_STATES = ["submitted", "accepted", "rejected", "superseded"] as const;

/**
 * GET /api/orders/:token/bank: all that the shopper's page shows about a transfer.
 * `awaiting`: send it · `checking`: a slip was sent, staff look · `paid` · `over`: nothing is asked for by transfer
 */
export const transferView = z.object({
  state: z.enum(["awaiting", "checking", "paid", "over"]),
  number: z.string(),
  currency: z.enum(CURRENCIES),
  /** Exactly this much, under exactly this reference. */
  amountMinor: z.int(),
  reference: z.string(),
  account: bankAccountView.nullable(),
  deadline: z.object({ at: instant, timeZone: z.string() }).nullable(),
  receivedMinor: z.int(), // by transfer, so far
  /** What a slip may be, and whether one may be sent now. */
  upload: z.object({ allowed: z.boolean(), left: z.int(), types: z.array(z.string()), maxBytes: z.int() }),
  proofs: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      sentAt: instant,
      state: z.enum(PROOF_STATES),
      reason: z.string(), // why it was not taken
    }),
  ),
});
export type TransferView = z.infer<typeof transferView>;

/** POST /api/orders/:token/proofs, multipart: `file`, and what the shopper says about it. */
export const proofFields = z.object({
  amount: z.string().trim().max(20).default(""), // "1,450.00"
  reference: z.string().trim().max(60, "At most 60 characters.").default(""), // the bank's
  payer: z.string().trim().max(120, "At most 120 characters.").default(""),
  note,
});

/** What a person should look at before saying yes. `detail` is a sentence. */
export const deskFlag = z.object({
  kind: z.enum([
    "same-file",
    "similar-picture",
    "same-reference",
    "amount-differs",
    "old",
    "many-proofs",
    "own-order",
    "second-person",
    "not-asked",
    "typed-before",
    "unallocated",
  ]),
  detail: z.string(),
});
export type DeskFlag = z.infer<typeof deskFlag>;

const deskOrder = z.object({
  id: z.string(),
  number: z.string(),
  name: z.string(),
  status: z.string(),
  paymentStatus: z.string(),
  totalMinor: z.int(),
  dueMinor: z.int(),
});

export const deskProof = z.object({
  id: z.string(),
  order: deskOrder,
  currency: z.enum(CURRENCIES),
  attempt: z.object({
    id: z.string(),
    reference: z.string(),
    amountMinor: z.int(),
    status: z.enum(ATTEMPT_STATUSES),
  }),
  sentAt: instant,
  file: z.object({ url: z.string(), name: z.string(), mime: z.string(), bytes: z.int(), isPicture: z.boolean() }),
  claimed: z.object({ amountMinor: z.int().nullable(), reference: z.string(), payer: z.string(), note: z.string() }),
  /** Who has it open, until when. */
  review: z.object({ by: z.string(), isMine: z.boolean(), until: instant }).nullable(),
  flags: z.array(deskFlag),
});

export const deskLine = z.object({
  id: z.string(),
  accountId: z.string(),
  bookedOn: z.string(),
  amountMinor: z.int(),
  currency: z.enum(CURRENCIES),
  narrative: z.string(),
  payer: z.string(),
  bankRef: z.string().nullable(),
  source: z.enum(["csv", "typed"]),
  state: z.enum(["open", "waiting"]),
  since: instant,
  enteredBy: z.string(),
  matchedBy: z.string().nullable(),
  note: z.string(),
  /** Whose it is by the word of whoever matched it, or by its reference. */
  order: deskOrder.nullable(),
  suggestions: z.array(z.object({ order: deskOrder, why: z.enum(["reference", "amount-and-name", "amount"]) })),
  /** Whether I may be the second person. */
  mayApprove: z.boolean(),
  flags: z.array(deskFlag),
});

export const deskAccount = bankAccountView.extend({
  id: z.string(),
  currency: z.enum(CURRENCIES),
  profile: z.string(),
  lastLineOn: z.string().nullable(),
});

/** GET /api/staff/bank, and the answer of everything that is done there */
export const bankDeskView = z.object({
  accounts: z.array(deskAccount),
  proofs: z.array(deskProof), // the longest waiting first
  open: z.array(deskLine), // money that fits nothing yet
  waiting: z.array(deskLine), // for a second person
  /** Transfers nobody has seen yet, the oldest first. */
  awaiting: z.array(
    z.object({
      order: deskOrder,
      currency: z.enum(CURRENCIES),
      reference: z.string(),
      amountMinor: z.int(),
      since: instant,
      until: instant.nullable(),
      hasProof: z.boolean(),
    }),
  ),
  /** From these amounts on a second person must agree; `null` while only one person may. */
  twoPeopleFrom: z.record(z.enum(CURRENCIES), z.int()).nullable(),
  /** Of an import: what became of its lines. */
  imported: z
    .object({
      credits: z.int(),
      debits: z.int(),
      known: z.int(), // were here before
      added: z.int(),
      booked: z.int(),
      waiting: z.int(),
      open: z.int(),
    })
    .optional(),
});
export type BankDeskView = z.infer<typeof bankDeskView>;
export type DeskOrder = z.infer<typeof deskOrder>;
export type DeskProof = z.infer<typeof deskProof>;
export type DeskLine = z.infer<typeof deskLine>;

/** POST /api/staff/bank/proofs/:id/approve: typed from the statement, never from the slip */
export const approveProofBody = z.strictObject({
  accountId: z.string().min(1, "Which account did it come to?").max(64),
  amountMinor,
  bankRef: z.string().trim().min(3, "The bank's reference, as the statement has it.").max(60, "At most 60 characters."),
  bookedOn: z.iso.date("A day looks like 2026-11-21."),
  note,
});

/** POST /api/staff/bank/proofs/:id/reject: the shopper reads the reason */
export const rejectProofBody = z.strictObject({
  reason: z
    .string()
    .trim()
    .min(3, "The shopper reads this: what is wrong, and how to mend it?")
    .max(300, "At most 300 characters."),
});

/** POST /api/staff/bank/statements */
export const statementBody = z.strictObject({
  accountId: z.string().min(1, "Whose statement is it?").max(64),
  csv: z.string().min(1, "The file is empty.").max(2_000_000, "At most 2 MB: export fewer days."),
});

/** POST /api/staff/bank/lines/:id/match: an order's number, with or without the ordinal, or one of its attempts */
export const matchLineBody = z
  .strictObject({
    orderNumber: z.string().trim().min(1).max(20).optional(),
    attemptId: z.string().min(1).max(64).optional(),
    note,
  })
  .refine((body) => (body.orderNumber === undefined) !== (body.attemptId === undefined), {
    message: "Give the order's number or an attempt.",
    path: ["orderNumber"],
  });

/** POST /api/staff/bank/lines/:id/set-aside */
export const setAsideBody = z.strictObject({
  reason: z.string().trim().min(3, "What is it, if not a customer's money?").max(300, "At most 300 characters."),
});
export const lineNoteBody = z.strictObject({ note });
