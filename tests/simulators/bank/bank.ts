import { randomInt } from "node:crypto";
import type { Simulation } from "../core/simulation.ts";
import { wallClock } from "../core/wall-clock.ts";
import { accountIn, type BankAccount } from "./accounts.ts";
import { type BookedEntry, booked, type Entry, findEntry, plain } from "./ledger.ts";
import { asPrinted, narrativeOf } from "./narrative.ts";
import { DEFAULT_SETTINGS } from "./settings.ts";
import { type Slip, slipOf } from "./slip.ts";

type Currency = BankAccount["currency"];

export interface Transfer {
  /** What reaches the account, in minor units; banks on the way keep `charges` more. */
  readonly amount: number;
  readonly currency: Currency;
  readonly reference: string;
  readonly payer?: string | undefined;
  readonly at?: string | undefined;
  /** null: the line has none. Absent: the bank makes one. */
  readonly bankRef?: string | null | undefined;
  readonly narrative?: string | undefined;
  readonly charges?: number | undefined;
}

interface OwnMovement {
  readonly amount: number;
  readonly currency: Currency;
  readonly narrative?: string | undefined;
  readonly at?: string | undefined;
}

interface SavedBank {
  readonly lastId: number;
  readonly entries: readonly Entry[];
  readonly forged: readonly Slip[];
}

export type Bank = ReturnType<typeof openBank>;

const SOMEBODY = "Amina Odhiambo";
const SIGNS = "ABCDEFGHJKLMNPQRSTUVWXYZ0123456789";

/** The shop's accounts: what came in, what went out, and the slips people were given. */
export function openBank({ keep, now }: Simulation) {
  let settings = DEFAULT_SETTINGS;
  let lastId = 0;
  let entries: Entry[] = [];
  let forged: Slip[] = [];

  function nextId(): string {
    lastId += 1;
    return `T${String(lastId).padStart(6, "0")}`;
  }

  function enter(line: Omit<Entry, "id" | "at" | "bankRef" | "narrative">, given: Partial<Transfer>): BookedEntry {
    const id = nextId();
    const at = new Date(given.at ?? now()).toISOString();
    const every = settings.missingReferenceEvery;
    const made = every > 0 && lastId % every === 0 ? null : newBankRef(line.currency, at);
    const bankRef = given.bankRef === undefined ? made : given.bankRef;
    const entry: Entry = { ...line, id, at, bankRef, narrative: asPrinted(given.narrative ?? "", settings) };
    entries.push(entry);
    keep();
    return withBalance(entry);
  }

  function withBalance({ id, currency }: Entry): BookedEntry {
    const found = booked(entries, currency).find((one) => one.id === id);
    if (!found) throw new Error(`The bank has lost ${id}.`);
    return found;
  }

  function newBankRef(currency: Currency, at: string): string {
    const { profile, timeZone } = accountIn(currency);
    const day = wallClock(new Date(at), timeZone).slice(2, 10).replaceAll("-", "");
    const before = { ke: "FT", np: "S", usd: "TT" }[profile];
    for (;;) {
      const tail = Array.from({ length: 6 }, () => SIGNS[randomInt(SIGNS.length)]).join("");
      if (!findEntry(entries, before + day + tail)) return before + day + tail;
    }
  }

  return {
    get settings() {
      return settings;
    },
    set settings(changed) {
      settings = changed;
    },
    entries: (): readonly Entry[] => entries,

    transfer(transfer: Transfer): BookedEntry {
      const { amount, currency, reference, payer = SOMEBODY, charges = 0 } = transfer;
      const narrative = transfer.narrative ?? narrativeOf(accountIn(currency).profile, reference, payer);
      const line = { kind: "capture", amount, currency, reference, payer, charges, of: null } as const;
      return enter(line, { ...transfer, narrative });
    },

    charge(kind: "fee" | "payout", movement: OwnMovement): BookedEntry {
      const { amount, currency } = movement;
      const narrative = movement.narrative ?? (kind === "fee" ? "Ledger fee" : "Transfer out");
      const line = { kind, amount, currency, reference: "", payer: "", charges: 0, of: null };
      return enter(line, { ...movement, narrative });
    },

    /** Gives a transfer back to whoever sent it, whole or in part. */
    sendBack(entry: Entry, { amount = entry.amount, at }: { amount?: number | undefined; at?: string | undefined }) {
      if (entry.kind !== "capture") throw new Error("Only a transfer that came in can be sent back.");
      const { currency, reference, payer } = entry;
      const sent = entries.filter(({ of }) => of === entry.id).reduce((sum, one) => sum + one.amount, 0);
      if (sent + amount > entry.amount) throw new Error("More would go back than came in.");
      const narrative = `Return ${entry.bankRef ? plain(entry.bankRef) : reference} ${payer}`;
      return enter({ kind: "refund", amount, currency, reference, payer, charges: 0, of: entry.id }, { narrative, at });
    },

    forgeSlip({ amount, currency, reference, payer = SOMEBODY, at }: Transfer): Slip {
      const id = nextId();
      const when = new Date(at ?? now()).toISOString();
      const bankRef = newBankRef(currency, when);
      const slip = { id, amount, currency, reference, payer, bankRef, at: when };
      forged.push(slip);
      keep();
      return slip;
    },

    slip(ref: string): Slip | undefined {
      const entry = findEntry(entries, ref);
      return entry?.kind === "capture"
        ? slipOf(entry)
        : forged.find(({ id, bankRef }) => id === ref || bankRef === ref);
    },

    save: (): SavedBank => ({ lastId, entries, forged }),
    load(saved: SavedBank): void {
      lastId = saved.lastId;
      entries = [...saved.entries];
      forged = [...saved.forged];
    },
    reset(): void {
      lastId = 0;
      entries = [];
      forged = [];
      settings = DEFAULT_SETTINGS;
    },
  };
}

/** By our id: a bank's reference may be missing, or used twice. */
export function slipAddresses({ id }: Pick<Slip, "id">): { slip: string; slipPdf: string } {
  return { slip: `/bank/slip/${id}.png`, slipPdf: `/bank/slip/${id}.pdf` };
}
