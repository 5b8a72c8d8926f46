import type { Currency } from "../money.ts";
import { daysBetween } from "./days.ts";
import type { FactKind } from "./names.ts";
import type { DayFigure, DayTotal, EntryClass, LineKind, Unexplained } from "./report-schema.ts";

/** A line of their statement. */
export interface TheirLine {
  readonly id: string;
  /** Whose statement: "live:174379"; a bank's account number. */
  readonly account: string;
  readonly kind: LineKind;
  readonly ref: string;
  readonly ourRef: string;
  readonly amountMinor: number;
  readonly currency: Currency;
  readonly at: number;
  readonly day: string;
  readonly more: Readonly<Record<string, string | number>>;
  /** Of a bank's line: where it stands at the bank desk. */
  readonly desk?: { readonly state: "open" | "waiting" | "booked" | "set-aside"; readonly note: string };
}

/**
 * Money in our books, or known to us. `fact`: in the ledger · `unallocated`: confirmed, and fits no payment · `returned`: that money sent
 * back by hand · `pending-refund`: on its way back · `elsewhere`: a refund of another provider's payment, which a person may have sent
 * from this account
 */
export interface OurEntry {
  readonly id: string;
  readonly what: "fact" | "unallocated" | "returned" | "pending-refund" | "elsewhere";
  readonly kind: FactKind;
  readonly account: string;
  readonly ref: string;
  /** The reference was typed by a person. */
  readonly typed: boolean;
  /** A refund that a person was to send another way than back through the provider. */
  readonly byHand: boolean;
  /** The provider's names for the payment it belongs to: checkout id, receipt, session, order, capture. */
  readonly names: readonly string[];
  /** Ours for it: the attempt's id and reference; of money going back the refund's id as well. */
  readonly refs: readonly string[];
  readonly refundId: string | null;
  readonly amountMinor: number;
  readonly currency: Currency;
  readonly at: number;
  readonly day: string;
  readonly attempt: { readonly id: string; readonly reference: string } | null;
  readonly order: { readonly id: string; readonly number: string } | null;
}

/** A claim that waits for a person. */
export interface OpenClaim {
  readonly id: string;
  readonly claimedRef: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly names: readonly string[];
  readonly refs: readonly string[];
  readonly attempt: { readonly id: string; readonly reference: string };
  readonly order: { readonly id: string; readonly number: string };
}

export interface Books {
  readonly lines: readonly TheirLine[];
  readonly ours: readonly OurEntry[];
  readonly claims: readonly OpenClaim[];
  /** Whether a statement was read that would have this movement of ours. */
  readonly covers: (entry: OurEntry) => boolean;
}

/** A line, what we have for it, and what that makes it. */
export interface Entry {
  readonly class: EntryClass;
  readonly why: Unexplained | null;
  readonly kind: LineKind;
  readonly theirs: TheirLine | null;
  readonly ours: OurEntry | null;
  readonly claim: OpenClaim | null;
}

const MOST_DAYS_APART = 2;
/** Which way money goes; what is missing here moves none between a payer and us. */
const WAY: Partial<Record<LineKind, 1 | -1>> = {
  capture: 1,
  refund: -1,
  "refund-undone": 1,
  chargeback: -1,
  "chargeback-undone": 1,
};

/**
 * Holds their lines against ours: by the provider's reference, else by its other names for the same payment, else by our own reference
 * and the amount. The order in which either side is given makes no difference.
 */
export function reconcile({ lines, ours, claims, covers }: Books): Entry[] {
  const once = lines.filter(({ more }) => more.sameAs === undefined);
  const pairs = new Pairing(once.toSorted(inTime), ours.toSorted(inTime));
  pairs.join(
    (line) => [line.ref, `~${plain(lastPart(line.ref))}`],
    (entry) => [entry.ref, ...(entry.typed ? [`~${plain(entry.ref)}`] : [])],
  );
  pairs.join(
    (line) => (line.kind === "capture" ? namesOf(line) : []),
    (entry) => (entry.kind === "capture" ? entry.names : []),
  );
  pairs.join(
    (line) => [line.ourRef],
    (entry) => (entry.refundId === null ? [] : [entry.refundId]),
  );
  pairs.join(
    (line) => aboutLine(line).map((name) => `${name} ${sum(line)}`),
    (entry) => aboutEntry(entry).map((name) => `${name} ${sum(entry)}`),
  );
  pairs.joinLonely(aboutLine, aboutEntry); // one of each is left for a payment: their amounts differ
  return [
    ...pairs.joined.map(([line, entry]) => paired(line, entry, claims)),
    ...[...pairs.lines, ...lines.filter(({ more }) => more.sameAs !== undefined)].map((line) =>
      theirsAlone(line, claims),
    ),
    ...[...pairs.ours].flatMap((entry) => oursAlone(entry, covers)),
  ];
}

type Keys<T> = (one: T) => readonly string[];

/** Lines and entries that look for each other, in rounds. What has found its other half looks no more. */
class Pairing {
  readonly joined: [TheirLine, OurEntry][] = [];
  lines: readonly TheirLine[];
  readonly ours: Set<OurEntry>;

  constructor(lines: readonly TheirLine[], ours: readonly OurEntry[]) {
    this.lines = lines;
    this.ours = new Set(ours);
  }

  /** Each line takes the earliest entry of its kind and account that shares a key with it. */
  join(lineKeys: Keys<TheirLine>, entryKeys: Keys<OurEntry>): void {
    const shelf = this.#shelf(entryKeys);
    this.lines = this.lines.filter((line) => {
      const entry = this.#fitting(line, lineKeys(line), shelf)[0];
      return entry ? this.#take(line, entry) : true;
    });
  }

  /** Only a line and an entry that nobody else fits. */
  joinLonely(lineKeys: Keys<TheirLine>, entryKeys: Keys<OurEntry>): void {
    const shelf = this.#shelf(entryKeys);
    const fitting = new Map(this.lines.map((line) => [line, this.#fitting(line, lineKeys(line), shelf)]));
    const suitors = new Map<OurEntry, number>();
    for (const entry of [...fitting.values()].flat()) suitors.set(entry, (suitors.get(entry) ?? 0) + 1);
    this.lines = this.lines.filter((line) => {
      const [entry, ...others] = fitting.get(line) ?? [];
      return entry && others.length === 0 && suitors.get(entry) === 1 ? this.#take(line, entry) : true;
    });
  }

  #shelf(keys: Keys<OurEntry>): Map<string, OurEntry[]> {
    const shelf = new Map<string, OurEntry[]>();
    for (const entry of this.ours)
      for (const key of keys(entry)) {
        const place = `${entry.kind} ${key}`;
        const standing = shelf.get(place);
        if (standing) standing.push(entry);
        else shelf.set(place, [entry]);
      }
    return shelf;
  }

  #fitting(line: TheirLine, keys: readonly string[], shelf: ReadonlyMap<string, readonly OurEntry[]>): OurEntry[] {
    const kind = line.kind === "debit" ? "refund" : line.kind;
    const found = keys.filter((key) => key !== "").flatMap((key) => shelf.get(`${kind} ${key}`) ?? []);
    return [...new Set(found)].filter((entry) => this.ours.has(entry) && isSameAccount(line, entry));
  }

  /** @returns false: the line is not alone any more */
  #take(line: TheirLine, entry: OurEntry): false {
    this.ours.delete(entry);
    this.joined.push([line, entry]);
    return false;
  }
}

const inTime = (one: TheirLine | OurEntry, other: TheirLine | OurEntry): number =>
  one.at - other.at || compare(one.ref, other.ref) || compare(one.kind, other.kind) || compare(one.id, other.id);
const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
const isSameAccount = (line: TheirLine, entry: OurEntry): boolean =>
  line.account === "" || entry.account === "" || line.account === entry.account;
const sum = ({ amountMinor, currency }: TheirLine | OurEntry): string => `${amountMinor} ${currency}`;

/** As people and banks write it: A–Z and 0–9 alone. */
const plain = (text: string): string => text.toUpperCase().replace(/[^A-Z0-9]/g, "");
const lastPart = (ref: string): string => ref.slice(ref.indexOf("/") + 1);

/** Members of an export that are a name of the payment a line belongs to. */
const NAMES = [
  "checkoutRequestId",
  "receipt",
  "originalReceipt",
  "paymentIntent",
  "charge",
  "session",
  "orderId",
  "captureId",
  "pidx",
  "transactionId",
  "of",
];
/** What their line calls the payment it belongs to. */
export const namesOf = ({ ref, more }: TheirLine): string[] => [
  ref,
  ...NAMES.flatMap((name) => String(more[name] ?? "")),
];
/** A bank's line names the payment somewhere in its text. */
const aboutLine = (line: TheirLine): string[] =>
  line.kind === "debit"
    ? String(line.more.narrative ?? "")
        .toUpperCase()
        .split(/[^A-Z0-9]+/)
        .filter((word) => word.length >= 6)
    : [...namesOf(line), line.ourRef];
const aboutEntry = ({ names, refs }: OurEntry): string[] => [...new Set([...names, ...refs])];

function paired(theirs: TheirLine, ours: OurEntry, claims: readonly OpenClaim[]): Entry {
  const both = { kind: ours.kind, theirs, ours, why: null } as const;
  if (theirs.amountMinor !== ours.amountMinor || theirs.currency !== ours.currency) {
    const claim = claimOf(theirs, claims);
    return claim ? { ...both, class: "mismatch", claim } : { ...both, class: "unexplained", why: "amount", claim };
  }
  const apart = Math.abs(daysBetween(theirs.day, ours.day));
  if (ours.what === "unallocated" || ours.what === "returned") return { ...both, class: "unallocated", claim: null };
  if (ours.what === "pending-refund") return { ...both, class: "pending-refund", claim: null };
  if (ours.what === "elsewhere") return { ...both, class: "by-hand", claim: null };
  if (apart > MOST_DAYS_APART) return { ...both, class: "unexplained", why: "days", claim: null };
  return { ...both, class: apart === 0 ? "matched" : "timing", claim: null };
}

function theirsAlone(theirs: TheirLine, claims: readonly OpenClaim[]): Entry {
  const alone = { kind: theirs.kind, theirs, ours: null, why: null, claim: null } as const;
  if (theirs.more.sameAs !== undefined) return { ...alone, class: "unexplained", why: "twice" };
  if (theirs.kind === "fee") return { ...alone, class: "fee" };
  if (theirs.kind === "payout" || theirs.kind === "debit") return { ...alone, class: "payout" };
  if (theirs.kind === "other") return { ...alone, class: "unexplained", why: "unknown-kind" };
  if (theirs.desk && theirs.desk.state !== "booked") return { ...alone, class: "unallocated" };
  const claim = claimOf(theirs, claims);
  return claim ? { ...alone, class: "mismatch", claim } : { ...alone, class: "unexplained", why: "not-ours" };
}

function oursAlone(ours: OurEntry, covers: Books["covers"]): Entry[] {
  const alone = { kind: ours.kind, theirs: null, ours, why: null, claim: null } as const;
  if (ours.what === "returned" || ours.what === "elsewhere") return [];
  if (ours.what === "pending-refund") return [{ ...alone, class: "pending-refund" }];
  if (ours.byHand) return [{ ...alone, class: "by-hand" }];
  if (!covers(ours)) return [{ ...alone, class: "timing" }];
  return [{ ...alone, class: "unexplained", why: "not-theirs" }];
}

/** The claim that speaks of a line: by the provider's names, or by our reference where the amounts are the same. */
function claimOf(line: TheirLine, claims: readonly OpenClaim[]): OpenClaim | null {
  const names = namesOf(line);
  return (
    claims.find(({ claimedRef }) => claimedRef !== "" && names.includes(claimedRef)) ??
    claims.find(
      (claim) =>
        claim.amountMinor === line.amountMinor &&
        claim.currency === line.currency &&
        (claim.refs.includes(line.ourRef) || names.some((name) => name !== "" && claim.names.includes(name))),
    ) ??
    null
  );
}

// ---------------------------------------------------------------- one day of it

export const isOn = ({ theirs, ours }: Entry, day: string): boolean => theirs?.day === day || ours?.day === day;

/** What the two books differ by on that day because of one entry: theirs less what stands in our ledger, signed by which way it went. */
export function differenceOn({ kind, theirs, ours }: Entry, day: string): number {
  const way = WAY[kind] ?? 0;
  const their = theirs?.day === day ? theirs.amountMinor : 0;
  const our = ours?.what === "fact" && ours.day === day ? ours.amountMinor : 0;
  return way * (their - our) || 0;
}

/** The sums of a day, by currency. */
export function totalsOn(entries: readonly Entry[], day: string): DayTotal[] {
  const totals = new Map<Currency, { theirs: number; ours: number; unexplained: number }>();
  const of = (currency: Currency) => {
    const standing = totals.get(currency) ?? { theirs: 0, ours: 0, unexplained: 0 };
    totals.set(currency, standing);
    return standing;
  };
  for (const entry of entries.filter((one) => isOn(one, day))) {
    const { kind, theirs, ours } = entry;
    const way = WAY[kind] ?? 0;
    if (theirs?.day === day) of(theirs.currency).theirs += way * theirs.amountMinor;
    if (ours?.what === "fact" && ours.day === day) of(ours.currency).ours += way * ours.amountMinor;
    if (entry.class === "unexplained") of(currencyOf(entry)).unexplained += differenceOn(entry, day);
  }
  return [...totals]
    .toSorted(([one], [other]) => compare(one, other))
    .map(([currency, { theirs, ours, unexplained }]) => ({
      currency,
      theirsMinor: theirs || 0,
      oursMinor: ours || 0,
      differenceMinor: theirs - ours || 0,
      unexplainedMinor: unexplained || 0,
    }));
}

/** How many entries of each class and kind a day has, and what stands on either side of them. */
export function figuresOn(entries: readonly Entry[], day: string): DayFigure[] {
  const figures = new Map<string, { -readonly [K in keyof DayFigure]: DayFigure[K] }>();
  for (const entry of entries.filter((one) => isOn(one, day))) {
    const { class: klass, kind, theirs, ours } = entry;
    const currency = currencyOf(entry);
    const key = `${klass} ${kind} ${currency}`;
    const figure = figures.get(key) ?? { class: klass, kind, currency, count: 0, theirsMinor: 0, oursMinor: 0 };
    figure.count += 1;
    if (theirs?.day === day) figure.theirsMinor += theirs.amountMinor;
    if (ours?.day === day) figure.oursMinor += ours.amountMinor;
    figures.set(key, figure);
  }
  return [...figures].toSorted(([one], [other]) => compare(one, other)).map(([, figure]) => figure);
}

export const unexplainedOn = (entries: readonly Entry[], day: string): number =>
  entries.filter((entry) => entry.class === "unexplained" && isOn(entry, day)).length;

export const currencyOf = ({ theirs, ours }: Entry): Currency => theirs?.currency ?? ours?.currency ?? "KES";
export const entryId = ({ theirs, ours }: Entry): string => [theirs?.id, ours?.id].filter(Boolean).join("~");
