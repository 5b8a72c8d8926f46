import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type Books,
  differenceOn,
  type Entry,
  entryId,
  figuresOn,
  isOn,
  type OurEntry,
  reconcile,
  type TheirLine,
  totalsOn,
  unexplainedOn,
} from "#domain/payments/report";
import { coverageOf, isCovered, type ReadStatement } from "#domain/payments/report-coverage";
import { sentenceOf } from "#domain/payments/report-sentences";

const DAY = "2026-11-20";
const noon = Date.parse(`${DAY}T12:00:00Z`);
let ids = 0;

const line = (more: Partial<TheirLine> = {}): TheirLine => ({
  id: `sta_${String(++ids).padStart(4, "0")}`,
  account: "test:1",
  kind: "capture",
  ref: "pi_1",
  ourRef: "",
  amountMinor: 1000,
  currency: "KES",
  at: noon,
  day: DAY,
  more: {},
  ...more,
});
const fact = (more: Partial<OurEntry> = {}): OurEntry => ({
  id: `led_${String(++ids).padStart(4, "0")}`,
  what: "fact",
  kind: "capture",
  account: "test:1",
  ref: "pi_1",
  typed: false,
  byHand: false,
  names: [],
  refs: [],
  refundId: null,
  amountMinor: 1000,
  currency: "KES",
  at: noon,
  day: DAY,
  attempt: { id: "pay_1", reference: "A7QK2M9-1" },
  order: { id: "ord_1", number: "A7QK2M9" },
  ...more,
});
const held = (lines: TheirLine[], ours: OurEntry[], more: Partial<Books> = {}): Entry[] =>
  reconcile({ lines, ours, claims: [], covers: () => true, ...more });
const classes = (entries: readonly Entry[]): string[] =>
  entries.map(({ class: klass, why }) => (why ? `${klass}: ${why}` : klass)).sort();

describe("a line and a fact are the same money", () => {
  test("by the provider's reference", () => expect(classes(held([line()], [fact()]))).toEqual(["matched"]));
  test("by the checkout id beside a receipt", () => {
    const theirs = line({ ref: "TKK41H6RN2", more: { checkoutRequestId: "ws_CO_1" } });
    expect(classes(held([theirs], [fact({ ref: "ws_CO_1", names: ["ws_CO_1"] })]))).toEqual(["matched"]);
  });
  test("by the receipt that the attempt carries", () => {
    const ours = fact({ ref: "ws_CO_1", names: ["ws_CO_1", "TKK41H6RN2"] });
    expect(classes(held([line({ ref: "TKK41H6RN2" })], [ours]))).toEqual(["matched"]);
  });
  test("by our reference and the amount, where the provider's differ", () => {
    const ours = fact({ ref: "ws_CO_1", refs: ["A7QK2M9-1"] });
    expect(classes(held([line({ ref: "TKK41H6RN2", ourRef: "A7QK2M9-1" })], [ours]))).toEqual(["matched"]);
  });
  test("by a reference that a person typed, however it is written", () => {
    const ours = fact({ kind: "refund", ref: "MP26 1120-x1", typed: true });
    expect(classes(held([line({ kind: "refund", ref: "MP261120.X1" })], [ours]))).toEqual(["matched"]);
  });
  test("refunds of equal amounts of one payment, which have no names in common, one for one", () => {
    const theirs = [1, 2].map((n) => line({ kind: "refund", ref: `txn/${n}`, more: { pidx: "p1" }, at: noon + n }));
    const ours = [1, 2].map((n) => fact({ kind: "refund", ref: `ref_${n}`, names: ["p1"], at: noon + n }));
    expect(classes(held(theirs, ours))).toEqual(["matched", "matched"]);
    expect(classes(held(theirs, ours.slice(0, 1)))).toEqual(["matched", "unexplained: not-ours"]);
  });
  test("never across accounts, kinds or currencies", () => {
    expect(classes(held([line()], [fact({ account: "live:1" })]))).toEqual([
      "unexplained: not-ours",
      "unexplained: not-theirs",
    ]);
    expect(classes(held([line({ kind: "refund" })], [fact()]))).toHaveLength(2);
    expect(classes(held([line({ currency: "USD" })], [fact()]))).toEqual(["unexplained: amount"]);
  });
});

describe("what an entry is", () => {
  test("fees and payouts are theirs alone, and rightly", () => {
    expect(classes(held([line({ kind: "fee" }), line({ kind: "payout", ref: "po" })], []))).toEqual(["fee", "payout"]);
  });
  test("the day before and two days after are timing, three are not", () => {
    const on = (day: string) => classes(held([line()], [fact({ day })]));
    expect(on("2026-11-19")).toEqual(["timing"]);
    expect(on("2026-11-22")).toEqual(["timing"]);
    expect(on("2026-11-23")).toEqual(["unexplained: days"]);
  });
  test("ours without theirs is timing until a statement was read, and unexplained then", () => {
    expect(classes(held([], [fact()], { covers: () => false }))).toEqual(["timing"]);
    expect(classes(held([], [fact()]))).toEqual(["unexplained: not-theirs"]);
  });
  test("another amount is unexplained, or the claim about it", () => {
    const claim = {
      id: "mis_1",
      claimedRef: "pi_1",
      amountMinor: 900,
      currency: "KES",
      names: [],
      refs: [],
      attempt: { id: "pay_1", reference: "A7QK2M9-1" },
      order: { id: "ord_1", number: "A7QK2M9" },
    };
    expect(classes(held([line({ amountMinor: 900 })], [fact()]))).toEqual(["unexplained: amount"]);
    expect(classes(held([line({ amountMinor: 900 })], [fact()], { claims: [claim] }))).toEqual(["mismatch"]);
    expect(classes(held([line({ amountMinor: 900 })], [], { claims: [claim] }))).toEqual(["mismatch"]);
  });
  test("a refund of another amount, the only one of its payment, is one difference and not two", () => {
    const theirs = line({ kind: "refund", ref: "txn/1", amountMinor: 400, more: { pidx: "p1" } });
    const ours = fact({ kind: "refund", ref: "ref_1", amountMinor: 300, names: ["p1"] });
    const [entry, ...others] = held([theirs], [ours]);
    expect(others).toEqual([]);
    expect(entry).toMatchObject({ class: "unexplained", why: "amount" });
    expect(entry && differenceOn(entry, DAY)).toBe(-100);
  });
  test("stray money, money sent back, refunds on their way, lines at the bank desk", () => {
    expect(classes(held([line()], [fact({ what: "unallocated" })]))).toEqual(["unallocated"]);
    const back = fact({ what: "returned", kind: "refund", ref: "RT1", typed: true });
    expect(classes(held([line({ kind: "refund", ref: "rt-1" })], [back]))).toEqual(["unallocated"]);
    expect(classes(held([], [back]))).toEqual([]);
    const pending = fact({ what: "pending-refund", kind: "refund", ref: "ref_1", refundId: "ref_1" });
    expect(classes(held([], [pending]))).toEqual(["pending-refund"]);
    expect(classes(held([line({ kind: "refund", ref: "re_9", ourRef: "ref_1" })], [pending]))).toEqual([
      "pending-refund",
    ]);
    expect(classes(held([line({ desk: { state: "open", note: "" } })], []))).toEqual(["unallocated"]);
    expect(classes(held([line({ desk: { state: "booked", note: "" } })], []))).toEqual(["unexplained: not-ours"]);
  });
  test("money out of a bank account is the refund its text names, else a payout", () => {
    const out = (narrative: string) =>
      line({ kind: "debit", ref: `0123/${narrative.length}`, account: "0123", more: { narrative } });
    const ours = fact({
      kind: "refund",
      account: "0123",
      ref: "RT77",
      typed: true,
      names: ["0123/FT261120ABC", "FT261120ABC"],
    });
    expect(classes(held([out("Return FT261120ABC Amina"), out("Ledger fee")], [ours]))).toEqual(["matched", "payout"]);
    expect(classes(held([{ ...out("Outward"), ref: "0123/RT77" }], [ours]))).toEqual(["matched"]);
  });
  test("a refund that a person sent another way is on no statement of the provider's, or on the bank's", () => {
    const sent = fact({ kind: "refund", ref: "FT77", typed: true, byHand: true });
    expect(classes(held([], [sent]))).toEqual(["by-hand"]);
    const theirs = line({ kind: "debit", ref: "0123/FT77", account: "0123" });
    expect(classes(held([theirs], [{ ...sent, what: "elsewhere", account: "" }]))).toEqual(["by-hand"]);
    expect(classes(held([], [{ ...sent, what: "elsewhere" }]))).toEqual([]);
  });
  test("a reference said twice, and a word nobody knows, are never taken for anything", () => {
    expect(classes(held([line({ ref: "pi_1#5", more: { sameAs: "pi_1" } })], [fact({ ref: "pi_1#5" })]))).toEqual([
      "unexplained: not-theirs",
      "unexplained: twice",
    ]);
    expect(classes(held([line({ kind: "other" })], []))).toEqual(["unexplained: unknown-kind"]);
  });
  test("every entry has a sentence", () => {
    const all = held([line({ kind: "fee", ref: "f" }), line({ ref: "x", ourRef: "A7QK2M9-3" })], [fact({ ref: "y" })]);
    expect(all.map((entry) => sentenceOf(entry, "Stripe"))).toEqual([
      "What Stripe kept for itself.",
      "They have a payment of KES 10 under “A7QK2M9-3” that our books do not have. Look it up at Stripe by x.",
      "We have a payment of KES 10 that is not on their statement, which was read up to that moment. Look it up at Stripe by y.",
    ]);
  });
});

describe("one day's sums", () => {
  test("a pair across midnight stands on both days, once on each side", () => {
    const entries = held([line()], [fact({ day: "2026-11-21" })]);
    expect(totalsOn(entries, DAY)).toEqual([
      { currency: "KES", theirsMinor: 1000, oursMinor: 0, differenceMinor: 1000, unexplainedMinor: 0 },
    ]);
    expect(totalsOn(entries, "2026-11-21")).toEqual([
      { currency: "KES", theirsMinor: 0, oursMinor: 1000, differenceMinor: -1000, unexplainedMinor: 0 },
    ]);
    expect(unexplainedOn(entries, DAY)).toBe(0);
  });
  test("refunds and chargebacks count against, fees and payouts not at all", () => {
    const lines = [
      line(),
      line({ kind: "refund", ref: "re", amountMinor: 300 }),
      line({ kind: "fee", ref: "f", amountMinor: 50 }),
      line({ kind: "chargeback", ref: "d", amountMinor: 700 }),
      line({ kind: "chargeback-undone", ref: "d", amountMinor: 700 }),
    ];
    expect(totalsOn(held(lines, []), DAY)[0]).toMatchObject({ theirsMinor: 700, unexplainedMinor: 700 });
    expect(figuresOn(held(lines, [fact()]), DAY)).toContainEqual({
      class: "matched",
      kind: "capture",
      currency: "KES",
      count: 1,
      theirsMinor: 1000,
      oursMinor: 1000,
    });
  });
});

describe("which moments a statement covers", () => {
  const zone = "Africa/Nairobi";
  const read = (more: Partial<ReadStatement> = {}): ReadStatement => ({
    account: "test:1",
    source: "upload",
    from: DAY,
    to: DAY,
    coversUntil: Date.parse("2026-11-20T21:00:00Z"),
    ...more,
  });
  const covers = (statements: ReadStatement[], iso: string, more: object = {}): boolean =>
    isCovered(statements, zone, { account: "test:1", kind: "capture", at: Date.parse(iso), ...more });

  test("those of its days, up to when it was made", () => {
    expect(covers([read()], "2026-11-20T12:00:00Z")).toBe(true);
    expect(covers([read()], "2026-11-21T12:00:00Z")).toBe(false);
    expect(covers([read({ coversUntil: Date.parse("2026-11-20T11:00:00Z") })], "2026-11-20T12:00:00Z")).toBe(false);
    expect(covers([read({ coversUntil: Date.parse("2026-11-20T12:00:00Z") })], "2026-11-20T12:00:00Z")).toBe(true);
  });
  test("around midnight only with the neighbour's statement", () => {
    const tomorrow = read({ from: "2026-11-21", to: "2026-11-21", coversUntil: Date.parse("2026-11-21T21:00:00Z") });
    expect(covers([read()], "2026-11-20T20:55:00Z")).toBe(false);
    expect(covers([read(), tomorrow], "2026-11-20T20:55:00Z")).toBe(true);
    expect(covers([tomorrow], "2026-11-20T21:05:00Z")).toBe(false);
  });
  test("of its own account, and what was pulled only what came in", () => {
    expect(covers([read({ account: "live:1" })], "2026-11-20T12:00:00Z")).toBe(false);
    expect(covers([read({ source: "pull" })], "2026-11-20T12:00:00Z")).toBe(true);
    expect(covers([read({ source: "pull" })], "2026-11-20T12:00:00Z", { kind: "refund" })).toBe(false);
  });
  test("a day is read in part, or whole", () => {
    expect(coverageOf([], zone, DAY).coverage).toBe("none");
    expect(coverageOf([read()], zone, DAY).coverage).toBe("whole");
    expect(coverageOf([read({ coversUntil: noon })], zone, DAY)).toEqual({ coverage: "part", until: noon });
    expect(coverageOf([read({ source: "pull" })], zone, DAY).coverage).toBe("part");
  });
});

describe("properties", () => {
  const amount = fc.constantFrom(1000, 2000, 3000);
  const days = fc.constantFrom("2026-11-19", DAY, "2026-11-21");
  const kind = fc.constantFrom("capture", "refund", "chargeback", "refund-undone", "chargeback-undone");
  const someLine = fc.record({
    kind: fc.oneof(kind, fc.constantFrom("fee", "payout", "other")),
    ref: fc.constantFrom("a", "b", "c", "d"),
    ourRef: fc.constantFrom("", "r1", "r2", "ref_1"),
    amountMinor: amount,
    day: days,
    name: fc.constantFrom("", "n1", "n2"),
  });
  const someFact = fc.record({
    kind,
    ref: fc.constantFrom("a", "b", "c", "x"),
    refs: fc.subarray(["r1", "r2"]),
    names: fc.subarray(["n1", "n2"]),
    amountMinor: amount,
    day: days,
    what: fc.constantFrom("fact", "fact", "fact", "unallocated", "pending-refund"),
    refundId: fc.constantFrom(null, "ref_1"),
  });
  const at = (day: string) => Date.parse(`${day}T12:00:00Z`);
  const sides = fc
    .tuple(
      fc.uniqueArray(someLine, { maxLength: 12, selector: (one) => `${one.kind} ${one.ref}` }),
      fc.array(someFact, { maxLength: 12 }),
    )
    .map(([lines, facts]) => ({
      lines: lines.map(({ name, kind: what, ...one }, place) =>
        line({
          ...one,
          id: `sta_${place}`,
          kind: what as TheirLine["kind"],
          at: at(one.day),
          more: name ? { pidx: name } : {},
        }),
      ),
      ours: facts.map(({ kind: what, ...one }, place) =>
        fact({
          ...one,
          id: `led_${place}`,
          kind: what as OurEntry["kind"],
          what: one.what as OurEntry["what"],
          at: at(one.day),
        }),
      ),
    }));
  const shown = (entries: readonly Entry[]) => entries.map((entry) => [entryId(entry), entry.class, entry.why]).sort();

  test("the order of either side makes no difference", () => {
    fc.assert(
      fc.property(
        sides.chain(({ lines, ours }) =>
          fc.record({
            lines: fc.constant(lines),
            ours: fc.constant(ours),
            otherLines: fc.shuffledSubarray(lines, { minLength: lines.length }),
            otherOurs: fc.shuffledSubarray(ours, { minLength: ours.length }),
          }),
        ),
        ({ lines, ours, otherLines, otherOurs }) => {
          expect(shown(held(otherLines, otherOurs))).toEqual(shown(held(lines, ours)));
        },
      ),
    );
  });
  test("every line and every fact stands in one entry, and in no other", () => {
    fc.assert(
      fc.property(sides, ({ lines, ours }) => {
        const entries = held(lines, ours);
        expect(entries.flatMap(({ theirs }) => theirs?.id ?? []).sort()).toEqual(lines.map(({ id }) => id).sort());
        expect(entries.flatMap((entry) => entry.ours?.id ?? []).sort()).toEqual(ours.map(({ id }) => id).sort());
      }),
    );
  });
  test("the difference of a day's sums is the sum of its entries' differences", () => {
    fc.assert(
      fc.property(sides, days, ({ lines, ours }, day) => {
        const entries = held(lines, ours);
        const difference = entries
          .filter((entry) => isOn(entry, day))
          .reduce((sum, entry) => sum + differenceOn(entry, day), 0);
        expect(totalsOn(entries, day).reduce((sum, total) => sum + total.differenceMinor, 0)).toBe(difference);
      }),
    );
  });
  test("matched entries make no difference on any day", () => {
    fc.assert(
      fc.property(sides, days, ({ lines, ours }, day) => {
        for (const entry of held(lines, ours)) if (entry.class === "matched") expect(differenceOn(entry, day)).toBe(0);
      }),
    );
  });
});
