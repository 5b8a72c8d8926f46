import { expect, test } from "vitest";
import { ROLE_PERMISSIONS } from "#domain/accounts/roles";
import { isConsole, permissionOf, STAFF_PAGES } from "#worker/staff/page-guard";

test("every page of the console asks for a permission that somebody has", () => {
  const held = Object.values(ROLE_PERMISSIONS).flat();
  for (const permission of Object.values(STAFF_PAGES)) expect(held).toContain(permission);
  expect(Object.values(STAFF_PAGES)).not.toContain("public");
});

test.each(["/staff", "/staff/orders", "/staff/orders/ord_504157551fe532d0a1389af267827f9f"])("%s is a page", (path) => {
  expect(permissionOf(path)).toBe("orders:read");
});

test.each([
  "/staff/",
  "/staff/closed",
  "/staff/orders/a/b",
  "/staff/orders/a%2fb",
  "/Staff",
  "/staff/orders.html",
  "/",
])("%s is none", (path) => expect(permissionOf(path)).toBeNull());

test.each([
  "/staff",
  "/staff/",
  "//staff",
  "/staff//orders",
  "/%73taff/orders",
  "/%2573taff",
  "/staff%2Forders",
  "/%2fstaff",
  "/x/%2e%2e/staff",
  "/x/%252e%252e/staff",
  "/x/..%2fstaff",
  "/\\staff",
  "/%5cstaff",
  "/STAFF",
  "/staff.html",
  "/staff;x",
  "/sta%09ff",
  "/staff%3fx",
  "/staff%00",
])("%s cannot get around the guard", (path) => expect(isConsole(path)).toBe(true));

test.each(["/", "/staffing", "/products/staff", "/orders/staff", "/staff-room", "/%E0%A4%A"])(
  "%s is not the console's",
  (path) => expect(isConsole(path)).toBe(false),
);
