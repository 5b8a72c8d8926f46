import { describe, expect, test } from "vitest";
import { CONSOLE_ROLES, may, PERMISSIONS, ROLE_PERMISSIONS, ROLES } from "#domain/accounts/roles";
import { DomainError, fieldErrors, PROBLEMS } from "#domain/errors";
import { GATEWAY_CODES } from "#domain/payments/names";
import { explainResult } from "#domain/payments/results";
import { en } from "#domain/sentences/en";

describe("a result of a payment", () => {
  /** The table of M-Pesa's codes, and whether to offer the same way again. */
  const MPESA: Record<string, boolean> = {
    "1": true,
    "2": false,
    "3": false,
    "4": true,
    "8": false,
    "17": true,
    "26": true,
    "1001": true,
    "1019": true,
    "1025": true,
    "9999": true,
    "1032": true,
    "1037": true,
    "2001": true,
    "2028": false,
    "8006": false,
    SFC_IC0003: false,
  };

  test.each(Object.entries(MPESA))("M-Pesa's %s is explained; the same way again: %s", (code, again) => {
    const words = explainResult("mpesa", code);
    expect(words).not.toEqual(explainResult("mpesa", "no such code"));
    expect(words.again).toBe(again);
    for (const sentence of [words.title, words.why, words.next]) expect(sentence.length).toBeGreaterThan(8);
  });

  test.each(["not-sent", "refused", "bad-phone", "withdrawn", "expired"])(
    "our own %s is explained for every gateway",
    (code) => {
      for (const gateway of GATEWAY_CODES)
        expect(explainResult(gateway, code)).not.toEqual(explainResult(gateway, "no such code"));
    },
  );

  test("a code nobody has seen gets a general answer, and so does one that names a part of every object", () => {
    for (const code of ["77777", "", "constructor", "__proto__", "toString"])
      expect(explainResult("mpesa", code)).toMatchObject({
        title: "The payment did not go through",
        why: expect.any(String),
        next: expect.any(String),
        again: true,
      });
  });
});

describe("roles", () => {
  const MATRIX: Record<string, readonly string[]> = {
    public: ["nobody", "admin", "staff", "youth-labs", "seller", "customer"],
    session: ["admin", "staff", "youth-labs", "seller", "customer"],
    "orders:read": ["admin", "staff", "youth-labs"],
    "orders:ship": ["admin", "staff"],
    "payments:record": ["admin", "staff"],
    "payments:read": ["admin", "staff"],
    "payments:refund": ["admin", "staff"],
    "payments:approve": ["admin", "staff"],
    "payments:verify": ["admin", "staff"],
    "payments:reconcile": ["admin", "staff"],
    "payments:replay": ["admin"],
    "catalogue:read": ["admin", "staff", "youth-labs"],
    "catalogue:write": ["admin", "staff"],
    "stock:write": ["admin", "staff"],
  };

  test.each(PERMISSIONS)("%s is held by exactly the roles that should", (permission) => {
    const holders = [...(may(null, permission) ? ["nobody"] : []), ...ROLES.filter((role) => may(role, permission))];
    expect(holders.sort()).toEqual([...(MATRIX[permission] ?? [])].sort());
  });

  test("those of the console read orders, and no other role has a permission beyond its own session", () => {
    for (const role of ROLES) {
      expect(may(role, "orders:read")).toBe(CONSOLE_ROLES.includes(role));
      if (!CONSOLE_ROLES.includes(role)) expect(ROLE_PERMISSIONS[role]).toEqual(["session"]);
    }
  });
});

describe("a refusal", () => {
  test.each(Object.entries(PROBLEMS))("%s has a status from 400 on and a title", (_code, { status, title }) => {
    expect(status).toBeGreaterThanOrEqual(400);
    expect(title.length).toBeGreaterThan(4);
  });

  test("of fields says the first in its detail and carries them all", () => {
    const errors = [
      { pointer: "/a", detail: "First." },
      { pointer: "/b", detail: "Second." },
    ];
    const refusal = fieldErrors(errors);

    expect(refusal).toBeInstanceOf(DomainError);
    expect(refusal).toMatchObject({ code: "validation-failed", message: "First.", extensions: { errors } });
  });
});

test("every way of paying has a name and says in the first mail how to pay", () => {
  for (const gateway of GATEWAY_CODES) {
    expect(en.method[gateway]).toBeTruthy();
    expect(en.mail.placed.howToPay[gateway]?.({ total: "KES 1,250", phone: "0712 ··· 678" })).toContain("KES 1,250");
  }
});
