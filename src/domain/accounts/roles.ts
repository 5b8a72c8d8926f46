export const ROLES = ["admin", "staff", "youth-labs", "seller", "customer"] as const;
export type Role = (typeof ROLES)[number];

/** Everything a route can ask for. `public` needs nobody; the rest need a signed-in user whose role has it. */
export const PERMISSIONS = [
  "public",
  "session",
  "orders:read",
  "orders:ship",
  "payments:record",
  "payments:read",
  "payments:refund",
  "payments:approve",
  "payments:verify",
  "payments:replay",
  "payments:reconcile",
  "catalogue:read",
  "catalogue:write",
  "stock:write",
] as const;
export type Permission = (typeof PERMISSIONS)[number];

/** Who may do what: the one table (design §7). `public` is everybody's and not listed. */
export const ROLE_PERMISSIONS: Readonly<Record<Role, readonly Permission[]>> = {
  admin: [
    "session",
    "orders:read",
    "orders:ship",
    "payments:record",
    "payments:read",
    "payments:refund",
    "payments:approve",
    "payments:verify",
    "payments:replay",
    "payments:reconcile",
    "catalogue:read",
    "catalogue:write",
    "stock:write",
  ],
  staff: [
    "session",
    "orders:read",
    "orders:ship",
    "payments:record",
    "payments:read",
    "payments:refund",
    "payments:approve",
    "payments:verify",
    "payments:reconcile",
    "catalogue:read",
    "catalogue:write",
    "stock:write",
  ],
  "youth-labs": ["session", "orders:read", "catalogue:read"],
  seller: ["session"],
  customer: ["session"],
};

/** Roles that work in the console. */
export const CONSOLE_ROLES: readonly Role[] = ["admin", "staff", "youth-labs"];

export const may = (role: Role | null, permission: Permission): boolean =>
  permission === "public" || (role !== null && ROLE_PERMISSIONS[role].includes(permission));

/** The roles that have a permission: whoever could be the second person. */
export const rolesWith = (permission: Permission): Role[] => ROLES.filter((role) => may(role, permission));
