import { scryptSync } from "node:crypto";
import { expect, test } from "vitest";
import { hashPassword, passwordFits } from "#worker/auth/passwords";

test("a password fits its own hash and no other, and two hashes of one password differ", async () => {
  const [stored, again] = [await hashPassword("karibu-duka"), await hashPassword("karibu-duka")];

  expect(await passwordFits(stored, "karibu-duka")).toBe(true);
  expect(await passwordFits(stored, "karibu-duka ")).toBe(false);
  expect(await passwordFits(stored, "")).toBe(false);
  expect(stored).not.toBe(again);
  expect(stored).toMatch(/^scrypt\$15\$8\$3\$[\w+/]{22}==\$[\w+/]{43}=$/);
});

test("the same letters composed otherwise are the same password", async () => {
  const stored = cheapHash("caf\u00e9");
  expect(await passwordFits(stored, "cafe\u0301")).toBe(true);
});

test("where there is no hash nothing fits, not even a password that would", async () => {
  expect(await passwordFits(null, "")).toBe(false);
});

test("two are hashed at once and twenty wait; one more is told to come again, and afterwards there is room", async () => {
  const stored = cheapHash("karibu");
  const tries = await Promise.allSettled(Array.from({ length: 24 }, () => passwordFits(stored, "karibu")));

  expect(tries.filter((one) => one.status === "fulfilled" && one.value)).toHaveLength(22);
  for (const one of tries.filter((each) => each.status === "rejected"))
    expect(one.reason).toMatchObject({ code: "too-many-requests", extensions: { retryAfterSeconds: 5 } });
  expect(await passwordFits(stored, "karibu")).toBe(true);
});

/** A stored hash of small parameters: they are read from beside it. */
function cheapHash(password: string): string {
  const salt = Buffer.alloc(16, 7);
  const key = scryptSync(password.normalize("NFKC"), salt, 32, { N: 2 ** 10, r: 8, p: 1 });
  return `scrypt$10$8$1$${salt.toString("base64")}$${key.toString("base64")}`;
}
