import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { GATEWAY_CODES } from "#domain/payments/names";
import { Bench } from "./bench.ts";
import { CASES, type CaseId, type GroupName } from "./cases/all.ts";
import type { Case } from "./cases/case.ts";
import type { Conforming } from "./conforming.ts";
import { ADAPTERS } from "./gateways.ts";
import { type Ground, openGround } from "./ground.ts";

const IN_TURN = { concurrent: false };
const FAST = 0.000_5; // a page of half an hour lives a second

let ground: Ground;
let fastGround: Ground;
beforeAll(async () => {
  [ground, fastGround] = await Promise.all([openGround(), openGround(FAST)]);
});
afterAll(() => Promise.all([ground.close(), fastGround.close()]));

const EVERY = Object.entries(CASES).flatMap(([group, cases]) =>
  Object.entries(cases as Record<string, Case>).map(([name, one]) => ({
    group: group as GroupName,
    id: `${group}.${name}` as CaseId,
    ...one,
  })),
);

test("every way to pay of the shop stands here", () => {
  expect(ADAPTERS.map(({ code }) => code).sort()).toEqual([...GATEWAY_CODES].sort());
});

/** Side by side, each with payments of its own; the cases of one adapter after each other, for its faults are its simulator's. */
describe.concurrent.each(ADAPTERS)("$code", (spec) => {
  for (const { group, id, what, run } of EVERY) {
    const why = spec.cannot[id] ?? spec.cannot[group];
    if (why) test(`${id}: cannot: ${why}`, IN_TURN, () => expect(why).toMatch(/^\S.{20,}[^.]$/));
    else
      test(`${id}: ${what}`, IN_TURN, async () => {
        const bench = await (group === "ending" ? atTheFastGround(spec) : Bench.open(ground, spec));
        await run(bench);
        await bench.close();
      });
  }

  test("what it cannot have is what its code does not have", IN_TURN, async () => {
    const { gateway } = await Bench.open(ground, spec);
    const excused = (name: GroupName | CaseId): boolean => spec.cannot[name] !== undefined;
    expect(excused("opening")).toBe(gateway.callsNobody);
    expect(excused("asking")).toBe(gateway.callsNobody);
    expect(excused("taking")).toBe(gateway.capture === undefined);
    expect(excused("refunding")).toBe(gateway.refunds === undefined);
    expect(excused("hearing")).toBe(gateway.readCallback === undefined && gateway.readEvent === undefined);
    expect(excused("disputing")).toBe(gateway.readEvent === undefined);
    expect(excused("returning")).toBe(gateway.readReturn === undefined);
    if (gateway.refunds) {
      expect(excused("refunding.part")).toBe(gateway.refunds.amounts === "full");
      expect(excused("refunding.whole-only")).toBe(gateway.refunds.amounts === "any");
      expect(excused("refunding.part-once")).toBe(!gateway.refunds.isKeyed);
      expect(excused("refunding.elsewhere")).toBe(gateway.refunds.list === undefined);
      expect(excused("refunding.whose-money")).toBe(gateway.attemptOfCapture === undefined);
    }
    if (!gateway.callsNobody) expect(excused("opening.once-only")).toBe(gateway.mayOpenAgain);
  });
});

async function atTheFastGround(spec: Conforming): Promise<Bench> {
  const bench = await Bench.open(fastGround, spec, spec.wire?.fast.planScale);
  await bench.habit(spec.wire?.fast.settings ?? {});
  return bench;
}
