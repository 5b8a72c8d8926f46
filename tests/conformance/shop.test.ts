import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { GATEWAY_CODES } from "#domain/payments/names";
import type { Client } from "#tests/support/client";
import { Shop } from "#tests/support/shop";
import { SHOP_CASES, type ShopCase, type ShopCaseId } from "./shop-cases.ts";
import { CODES, LANES, WAYS } from "./shop-gateways.ts";
import { Till } from "./till.ts";

const IN_TURN = { concurrent: false };

let shop: Shop;
let staff: Client;
const variants = new Map<string, string>();

beforeAll(async () => {
  const vars = { MAX_OPEN_ORDERS: "1000", TWO_PEOPLE_FROM: "KES 99999999999" };
  shop = await Shop.open({ planScale: 0.01, vars });
  staff = await shop.staff();
  await shop.control("auto", { provider: "airtel", settings: { inProgressMs: 0 } });
  for (const [at, { code, market, kind }] of WAYS.entries()) variants.set(code, await shelved(market, kind, at));
});
afterAll(() => shop.close());

/** Something of that kind with a price there, and enough of it; each way its own. */
async function shelved(market: string, kind: string, at: number): Promise<string> {
  const rows = await shop.rows<{ id: string }>(
    `SELECT v.id FROM variants v JOIN products p ON p.id = v.product_id JOIN prices r ON r.variant_id = v.id
     JOIN markets m ON m.id = ? AND m.currency = r.currency
     WHERE p.kind = ? AND p.status = 'published' AND v.status = 'active' AND r.amount_minor BETWEEN 30000 * CASE m.currency WHEN 'USD' THEN 0 ELSE 1 END + 200 AND 4000000 ORDER BY v.id`,
    [market, kind],
  );
  const id = rows[at % rows.length]?.id ?? "";
  if (kind === "physical") await shop.setStock(id, 10_000);
  else
    await shop.db.client.execute({
      sql: "UPDATE prices SET amount_minor = 15005, compare_at_minor = NULL WHERE variant_id = ? AND currency = 'USD'",
      args: [id],
    });
  return id;
}

test("every way to pay of the shop stands here", () => {
  expect([...CODES].sort()).toEqual([...GATEWAY_CODES].sort());
});

describe.concurrent.each(LANES)("$lane", ({ ways }) => {
  for (const habits of ways)
    for (const [id, { what, run }] of Object.entries(SHOP_CASES) as [ShopCaseId, ShopCase][]) {
      const why = habits.cannot[id];
      if (why) test(`${habits.code}: ${id}: cannot: ${why}`, IN_TURN, () => expect(why).toMatch(/^\S.{10,}[^.]$/));
      else
        test(`${habits.code}: ${id}: ${what}`, IN_TURN, () =>
          run(new Till(shop, staff, habits, variants.get(habits.code) ?? "")),
        );
    }
});

test("the books of all of it balance, and every fault struck", async () => {
  expect(await shop.audit()).toEqual([]);
  expect((await shop.control<{ faults: object[] }>("faults")).faults).toEqual([]);
});
