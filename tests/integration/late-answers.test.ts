import { afterAll, beforeAll, expect, test } from "vitest";
import { Shop, until } from "#tests/support/shop";

let shop: Shop;
beforeAll(async () => {
  shop = await Shop.open({ planScale: 0.000_01 }); // a day of looks is over in a second
});
afterAll(() => shop.close());

const tasksOf = (attemptId: string) =>
  shop.rows<{ state: string; done_by: string | null }>(
    "SELECT state, done_by FROM staff_tasks WHERE kind = 'attempt-unresolved' AND subject = ?",
    [attemptId],
  );

test.each([
  ["approve", "captured", "254712000101"],
  ["cancel", "failed", "254712000102"],
])(
  "the plan ends without an answer, then the payer decides (%s): the task is done by itself",
  async (decision, status, phone) => {
    const [variantId = ""] = await shop.variants();
    const { attemptId } = await shop.client().buy([{ variantId, quantity: 1 }], { phone: `+${phone}` });
    const attempt = async (column: "provider_reference" | "status") =>
      shop.one<string | null>(`SELECT ${column} FROM payments WHERE id = ?`, [attemptId]);
    await until("its reference is kept", () => attempt("provider_reference"));
    await until("a person is asked to look", async () => {
      await shop.round();
      return (await tasksOf(attemptId)).length > 0;
    });
    expect(await tasksOf(attemptId)).toEqual([{ state: "open", done_by: null }]);

    await shop.control("decide", { provider: "mpesa", phone, decision });
    await until("it has ended", async () => (await attempt("status")) === status);
    expect(await tasksOf(attemptId)).toEqual([{ state: "done", done_by: "system" }]);
  },
);
