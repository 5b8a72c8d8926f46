import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type OrderBundle, readOrder } from "#db/queries/orders";
import { audit } from "#scripts/audit";
import type { Deps } from "#worker/deps";
import { recordCash } from "#worker/payments/record-cash";
import { Books, placeCommand } from "./books.ts";

let books: Books;
beforeAll(async () => {
  books = await Books.open();
});
afterAll(() => books.close());

const TOTAL = 200_000;
const deps = () =>
  ({ db: books.db, config: { sending: false }, now: Date.now, later: () => undefined }) as unknown as Deps;
/** An order that is paid at the door, as a page showed it. */
async function atTheDoor(): Promise<OrderBundle> {
  const { payment, ...command } = placeCommand();
  const { orderId } = await books.place({
    ...command,
    payment: { ...payment, gateway: "on-delivery", mode: "live", account: "shop", status: "submitted" },
  });
  const page = await readOrder(books.db, orderId);
  if (!page) throw new Error("no such order");
  return page;
}
const record = (page: OrderBundle, amountMinor: number, key: string = crypto.randomUUID()) =>
  recordCash(deps(), page, "usr_wanjiru", amountMinor, "", key).then(
    () => "recorded",
    ({ code }: { code: string }) => code,
  );
const booked = async ({ order }: OrderBundle) =>
  (
    await books.rows("SELECT amount_minor FROM ledger WHERE order_id = ? AND kind = 'capture' ORDER BY rowid", [
      order.id,
    ])
  ).map((row) => row.amount_minor);

describe("cash that two people record from pages of one moment", () => {
  test.each([
    ["the whole sum, then a part", TOTAL, 60_000],
    ["a part, then the whole sum", 60_000, TOTAL],
    ["two parts", 60_000, 70_000],
    ["the whole sum twice", TOTAL, TOTAL],
    ["more than is asked for, then the whole sum", TOTAL + 50_000, TOTAL],
  ])("is booked once: %s", async (_what, first, second) => {
    const page = await atTheDoor();

    expect(await record(page, first)).toBe("recorded");
    expect(await record(page, second)).toBe("already-recorded");

    expect(await booked(page)).toEqual([first]);
    expect(await audit(books.db)).toEqual([]);
  });

  test("and a page that is read again takes the rest", async () => {
    const page = await atTheDoor();
    await record(page, 60_000);
    const present = await readOrder(books.db, page.order.id);

    expect(present && (await record(present, TOTAL - 60_000))).toBe("recorded");
    expect(await booked(page)).toEqual([60_000, TOTAL - 60_000]);
  });
});

test.each([TOTAL, 60_000])(
  "%i recorded by two equal presses is recorded once, and both are told so",
  async (amount) => {
    const page = await atTheDoor();
    const key = crypto.randomUUID();

    expect(await Promise.all([record(page, amount, key), record(page, amount, key)])).toEqual(["recorded", "recorded"]);

    expect(await booked(page)).toEqual([amount]);
  },
);
