import { CONSOLE_ROLES, type Role } from "./roles.ts";

const NOWHERE = "https://duka.invalid";

/** The path of ours that was asked for before signing in; `null` for whatever could lead to another site or back to the form. */
export function ownPath(wanted: string | null | undefined): string | null {
  if (!wanted?.startsWith("/") || wanted.length > 2_000 || !URL.canParse(wanted, NOWHERE)) return null;
  const { origin, pathname, search } = new URL(wanted, NOWHERE);
  if (origin !== NOWHERE || pathname.startsWith("//") || /^\/sign-(in|out)$/.test(pathname)) return null;
  return pathname + search;
}

/** Where one stands after signing in: at the page one came for, else at one's own work. */
export const landingFor = (role: Role, wanted: string | null | undefined): string =>
  ownPath(wanted) ?? (CONSOLE_ROLES.includes(role) ? "/staff" : "/");
