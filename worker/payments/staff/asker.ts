import { may, type Permission, type Role } from "#domain/accounts/roles";
import { DomainError } from "#domain/errors";
import type { SignedIn } from "../../auth/sessions.ts";

/** The person of staff who asks. */
export interface Asker {
  readonly id: string;
  readonly role: Role;
}

/** Behind a route's permission there is always somebody. @throws {DomainError} unauthenticated */
export function askerOf(signedIn: SignedIn | null): Asker {
  if (!signedIn) throw new DomainError("unauthenticated", "Please sign in first.");
  return { id: signedIn.user.id, role: signedIn.user.role };
}

export const mayDo = ({ role }: Asker, permission: Permission): boolean => may(role, permission);

/** Who could be the second person for money. */
export const APPROVAL: Permission = "payments:approve";
