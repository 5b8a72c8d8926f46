import { expect, test } from "vitest";
import { landingFor, ownPath } from "#domain/accounts/landing";

test.each(["/staff/orders?view=all", "/", "/checkout"])("%s is a path of ours", (path) =>
  expect(ownPath(path)).toBe(path),
);

test.each([
  "https://evil.example/",
  "//evil.example",
  "/\\evil.example",
  "/\t/evil.example",
  "/.//evil.example",
  "/x/..//evil.example",
  "javascript:alert(1)",
  "staff",
  "",
  "/sign-in?next=/",
  "/sign-out",
  null,
])("%s leads nowhere", (path) => expect(ownPath(path)).toBeNull());

test("after signing in one goes where one wanted, else to one's own work", () => {
  expect(landingFor("staff", "/staff/orders")).toBe("/staff/orders");
  expect(landingFor("staff", "//evil.example")).toBe("/staff");
  expect(landingFor("youth-labs", null)).toBe("/staff");
  expect(landingFor("customer", null)).toBe("/");
});
