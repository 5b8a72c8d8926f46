import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { atomically } from "#db/atomically";
import { type AttemptRow, readAttempt } from "#db/queries/attempts";
import { bookCapture, unallocatedStatements } from "#db/queries/captures";
import { captureByRef, capturesOf } from "#db/queries/ledger";
import { newId } from "#domain/ids";
import { Books, placeCommand } from "./books.ts";

let books: Books;
beforeAll(async () => {
  books = await Books.open();
  await books.insert("market_payment_methods", { id: "mpm_stripe", market_id: "ke", gateway: "stripe" });
});
afterAll(() => books.close());

const byProvider = { occurredAt: 1, receipt: null, actor: "provider", actorId: null } as const;
const book = (attempt: AttemptRow, providerRef: string) =>
  bookCapture(books.db, attempt, { ...byProvider, txId: newId("txn"), providerRef }, 5);
const stray = async () =>
  (await books.rows("SELECT provider_ref FROM unallocated WHERE gateway = 'stripe'")).map((row) => row.provider_ref);

/** An attempt that a person ended with what Stripe's desk told them. */
async function endedByHand(typed: string): Promise<AttemptRow> {
  const { payment, ...command } = placeCommand();
  const { attemptId } = await books.place({
    ...command,
    payment: { ...payment, gateway: "stripe", status: "created" },
  });
  const attempt = await readAttempt(books.db, attemptId);
  if (!attempt) throw new Error("no such attempt");
  await book(attempt, `stripe/${typed}`);
  return attempt;
}

describe("a payment that was booked under a typed reference", () => {
  test("is the same money when the provider reports it after all", async () => {
    const attempt = await endedByHand("pi_Typed1");

    await book(attempt, "pi_Typed1");

    expect(await stray()).toEqual([]);
    expect((await capturesOf(books.db, attempt.orderId)).map(({ amountMinor }) => amountMinor)).toEqual([200_000]);
  });

  test("and a payment of another name beside it is a second one", async () => {
    const attempt = await endedByHand("pi_Typed2");

    await book(attempt, "pi_Another2");

    expect(await stray()).toEqual(["pi_Another2"]);
  });

  test("is found by the provider's own name for it, and called so", async () => {
    const attempt = await endedByHand("pi_Typed3");
    const found = { attemptId: attempt.id, providerRef: "pi_Typed3" };

    expect(await captureByRef(books.db, "stripe", "pi_Typed3")).toMatchObject(found);
    expect(await captureByRef(books.db, "stripe", "stripe/pi_Typed3")).toMatchObject(found);
    expect(await captureByRef(books.db, "paypal", "pi_Typed3")).toBeNull();
    expect(await captureByRef(books.db, "stripe", "pi_Typed")).toBeNull();
  });

  test("is never kept as money that fits nothing as well", async () => {
    const { orderId } = await endedByHand("pi_Typed4");
    const before = await stray();
    const line = { gateway: "stripe", amountMinor: 200_000, currency: "KES", occurredAt: 1, about: null } as const;

    const money = { ...line, providerRef: "pi_Typed4", orderId, detail: "A line of their statement" };
    await atomically(books.db, unallocatedStatements(money));

    expect(await stray()).toEqual(before);
  });
});
