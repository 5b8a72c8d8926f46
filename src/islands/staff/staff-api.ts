import type { z } from "zod";
import type { Role } from "#domain/accounts/roles";
import type { StaffOrderView, shipBody, staffOrdersView } from "#domain/orders/schema";
import { type Ask, answered } from "#lib/api";

export type StaffOrders = z.infer<typeof staffOrdersView>;
export type ShipBody = z.input<typeof shipBody>;
export interface Me {
  readonly name: string;
  readonly email: string;
  readonly role: Role;
}

const PATIENCE_MS = 20_000;

/** The API as the console asks it; every answer is a value. */
export const staffApiOver = (ask: Ask) => {
  const at = (id: string) => `/api/staff/orders/${encodeURIComponent(id)}`;
  return {
    me: () => answered<Me>(ask("/api/session")),
    signIn: (email: string, password: string) => answered<Me>(ask("/api/session", posted({ email, password }))),
    signOut: () => ask("/api/session", { method: "DELETE" }),
    orders: (query: URLSearchParams) => answered<StaffOrders>(ask(`/api/staff/orders?${query}`)),
    order: (id: string) => answered<StaffOrderView>(ask(at(id))),
    ship: (id: string, body: ShipBody, key: string) =>
      answered<StaffOrderView>(ask(`${at(id)}/shipments`, posted(body, { "Idempotency-Key": key }))),
    deliver: (id: string, note: string) => answered<StaffOrderView>(ask(`${at(id)}/delivery`, posted({ note }))),
    refuse: (id: string, note: string) => answered<StaffOrderView>(ask(`${at(id)}/refusal`, posted({ note }))),
    recordMoney: (id: string, body: { amountMinor: number; note: string }, key: string) =>
      answered<StaffOrderView>(ask(`${at(id)}/receipts`, posted(body, { "Idempotency-Key": key }))),
  };
};
export type StaffApi = ReturnType<typeof staffApiOver>;

export const posted = (body: unknown, headers: Record<string, string> = {}): RequestInit => ({
  method: "POST",
  headers: { "Content-Type": "application/json", ...headers },
  body: JSON.stringify(body),
});

/** Asks over the network. */
export const overNetwork: Ask = (path, init) =>
  fetch(path, { ...init, signal: AbortSignal.timeout(PATIENCE_MS), credentials: "same-origin" });

export const staffApi = staffApiOver(overNetwork);
