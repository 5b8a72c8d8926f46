import { expect, test } from "vitest";
import { placesFor } from "#worker/webhooks/places";

test("there are so many places and no more; one that is given back is free again", () => {
  const take = placesFor(2, 60_000);
  const leave = take(0);
  expect(take(1)).not.toBeNull();
  expect(take(2)).toBeNull();
  leave?.();
  leave?.(); // twice is once
  expect(take(3)).not.toBeNull();
  expect(take(4)).toBeNull();
});

test("a place that nobody gives back is free after its time", () => {
  const take = placesFor(1, 60_000);
  take(1_000);
  expect(take(60_999)).toBeNull();
  expect(take(61_000)).not.toBeNull();
});
