import { randomInt } from "node:crypto";
import { expect, vi } from "vitest";
import { money } from "#domain/money";
import type { Bench, Understood } from "../bench.ts";
import type { HearingHabits } from "../conforming.ts";
import type { Heard } from "../ground.ts";
import type { Case } from "./case.ts";

const PATIENCE = { timeout: 5_000, interval: 20 };

function habits(bench: Bench): HearingHabits {
  if (!bench.habits.hears) throw new Error(`${bench.spec.code} calls nobody.`);
  return bench.habits.hears;
}

/** Whether a request says that our attempt was paid: as news, or as a claim. */
function saysPaid(bench: Bench, understood: Understood): boolean {
  const { providerReference } = bench.attempt;
  if (understood.how === "claim")
    return understood.claim.saysPaid && understood.claim.providerReference === providerReference;
  if (understood.how !== "news" || understood.event.news.kind !== "payment") return false;
  const { news } = understood.event;
  return understood.event.ours && news.providerReference === providerReference && news.report.status === "captured";
}

/** The request that tells of the money, among all that were heard. */
const paidNotice = (bench: Bench): Promise<Heard> =>
  vi.waitFor(async () => {
    for (const heard of bench.heard()) if (saysPaid(bench, await bench.understand(heard))) return heard;
    throw new Error("nothing tells of the money");
  }, PATIENCE);

/** Somebody posts something that is wrong in one way: nothing of it is news of ours. */
const wrong = (what: string, which: keyof HearingHabits["wrong"]): Case => ({
  what,
  async run(bench) {
    await habits(bench).wrong[which]?.(bench);
    const understood = await bench.understand(await bench.hear());
    if (understood.how === "news")
      expect(understood.event).toMatchObject(which === "type" ? { news: { kind: "other" } } : { ours: false });
    else expect(understood).toEqual({ how: "nothing" });
    expect((await bench.look()).status).toBe("waiting");
  },
});

export const hearing = {
  genuine: {
    what: "the provider's own word of the money is understood: our payment, our amount",
    async run(bench) {
      await bench.opened();
      await bench.decide("approve");
      await bench.settle();
      const understood = await bench.understand(await paidNotice(bench));
      expect(understood.how).toBe(habits(bench).how);
      if (understood.how === "news" && understood.event.news.kind === "payment")
        expect(understood.event.news).toMatchObject({
          claimedAttemptId: bench.attempt.id,
          report: { captured: bench.attempt.amount, providerRef: expect.stringMatching(bench.habits.captureRef) },
        });
      if (understood.how === "claim") expect([null, bench.attempt.amount]).toContainEqual(understood.claim.amount);
    },
  },
  "same-facts": {
    what: "what is told and what is asked are the same money under the same name",
    async run(bench) {
      const { providerRef, captured } = await bench.paid();
      const understood = await bench.understand(await paidNotice(bench));
      if (understood.how !== "news" || understood.event.news.kind !== "payment") throw new Error("no news");
      expect(understood.event.news.report).toMatchObject({ providerRef, captured });
    },
  },
  failed: {
    what: "word of a payment that failed never says paid",
    async run(bench) {
      await bench.opened();
      await bench.decide(habits(bench).failing);
      await bench.settle();
      await bench.hear();
      for (const heard of bench.heard()) expect(saysPaid(bench, await bench.understand(heard))).toBe(false);
    },
  },
  forged: {
    what: "a forged one is not news; what it claims, the provider denies when asked",
    async run(bench) {
      await bench.fault("callback", "forged");
      await bench.opened();
      const understood = await bench.understand(await bench.hear());
      expect(understood.how).not.toBe("news");
      expect((await bench.look()).status).toBe("waiting");
      expect(await bench.moved("capture")).toEqual([]);
    },
  },
  altered: {
    what: "a genuine one with a single byte changed, anywhere, is nothing",
    async run(bench) {
      if (habits(bench).how === "claim") await bench.habit({ hash: "transaction" });
      await bench.paid();
      const { headers, body } = await paidNotice(bench);
      // What is signed: all of it, or for a hash inside the body the part that it is over.
      const signed = habits(bench).how === "claim" ? body.indexOf(',"hash"') - 15 : body.length;
      const from = habits(bench).how === "claim" ? 15 : 0;
      for (let n = 0; n < 40; n++) {
        const at = from + randomInt(signed);
        const other = body[at] === "7" ? "8" : "7";
        const changed = body.slice(0, at) + other + body.slice(at + 1);
        expect(await bench.understand({ headers, body: changed }), `byte ${at}`).toEqual({ how: "nothing" });
      }
      expect(await bench.understand({ headers, body: `${body} ` })).not.toMatchObject({ how: "news" });
    },
  },
  "no-signature": {
    what: "a genuine one without its signature is nothing",
    async run(bench) {
      await bench.paid();
      const { body } = await paidNotice(bench);
      expect(await bench.understand({ headers: new Headers(), body })).toEqual({ how: "nothing" });
    },
  },
  "other-amount": {
    what: "one that tells of another amount says so: never of ours",
    async run(bench) {
      const kind = habits(bench).moneyKind;
      await bench.fault("callback", "wrong-amount", { by: 50, ...(kind && { kind }) });
      await bench.opened();
      await bench.decide("approve");
      await bench.settle();
      await bench.hear(({ body }) => kind === undefined || body.includes(kind));
      for (const heard of bench.heard()) {
        const understood = await bench.understand(heard);
        const amount =
          understood.how === "claim"
            ? understood.claim.amount
            : understood.how === "news" &&
                understood.event.news.kind === "payment" &&
                understood.event.news.report.status === "captured"
              ? understood.event.news.report.captured
              : null;
        if (amount) expect(amount).not.toEqual(bench.attempt.amount);
      }
    },
  },
  repeated: {
    what: "one that comes five times is the same five times, under one name",
    async run(bench) {
      await bench.paid();
      const notice = await paidNotice(bench);
      const all = await Promise.all([1, 2, 3, 4, 5].map(() => bench.understand(notice)));
      expect(new Set(all.map((one) => JSON.stringify(one))).size).toBe(1);
    },
  },
  secret: wrong("one by another's secret is nothing", "secret"),
  age: wrong("a genuine one of long ago is nothing", "age"),
  account: wrong("one of another account or mode is not ours", "account"),
  type: wrong("one of a sort that nobody has heard of changes nothing", "type"),
  garbage: {
    what: "what is no message of this provider's is nothing, and throws nothing",
    async run(bench) {
      for (const body of [
        "",
        "null",
        "[]",
        "{}",
        "not json",
        '{"Body":1}',
        '{"id":"x"}',
        " ".repeat(60_000),
        "\u0000",
        '{"transaction":{}}',
      ])
        expect(
          await bench.understand({
            headers: new Headers({ "Stripe-Signature": "t=1,v1=", "paypal-auth-algo": "x" }),
            body,
          }),
        ).toEqual({ how: "nothing" });
    },
  },
  "refund-elsewhere": {
    what: "word of a refund that somebody made elsewhere names the money it gives back",
    async run(bench) {
      const { providerRef, captured } = await bench.paid();
      await bench.habits.refunds?.elsewhere?.(bench, providerRef, 300);
      const told = async () => {
        const all = await Promise.all(bench.heard().map((heard) => bench.understand(heard)));
        return all.flatMap((one) =>
          one.how === "news" && one.event.news.kind === "refund" ? [one.event.news.report] : [],
        );
      };
      const expected = { captureRef: providerRef, ourId: null, amount: money(300, captured.currency), status: "done" };
      await vi.waitFor(async () => expect(await told()).toMatchObject([expected]), PATIENCE);
    },
  },
} as const satisfies Record<string, Case>;
