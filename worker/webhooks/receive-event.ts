import { type AttemptRow, attemptByReference } from "#db/queries/attempts";
import { recordInbox } from "#db/queries/webhooks";
import { DomainError } from "#domain/errors";
import { newId } from "#domain/ids";
import type { Deps } from "../deps.ts";
import type { Inbound, PaymentGateway, ProviderEvent } from "../payments/gateway.ts";
import { applySoon } from "./apply-soon.ts";

/**
 * A provider sends a signed event. Verified first; its id is the key under which it is kept and applied once. Another account's or
 * mode's is kept as that, answered like the others, and changes nothing.
 * @throws {DomainError} bad-request for what bears no signature or is no event; gateway-unreachable (503) when it cannot be told now
 */
export async function receiveEvent(deps: Deps, gateway: PaymentGateway, inbound: Inbound): Promise<unknown> {
  const signature = await gateway.verifyEvent?.(inbound);
  if (signature === "no-certificate")
    throw new DomainError("gateway-unreachable", "The signature cannot be checked at the moment.");
  if (signature !== "signed") {
    console.warn(
      JSON.stringify({ level: "warn", what: "forged callback", gateway: gateway.code, why: "no signature" }),
    );
    throw new DomainError("bad-request", "This bears no signature we know.");
  }
  const event = gateway.readEvent?.(inbound.body);
  if (!event) throw new DomainError("bad-request", "This is no event we can read.");
  const now = deps.now();
  const isNew = await recordInbox(deps.db, {
    id: newId("inb"),
    gateway: gateway.code,
    attempt: event.ours ? await attemptMeant(deps, gateway, event) : null,
    eventKey: event.id,
    kind: event.what,
    body: inbound.body,
    authenticated: event.ours,
    outcome: event.ours ? null : "not-ours",
    now,
  });
  if (isNew && event.ours) {
    const { code } = gateway;
    const stored = { id: "", gateway: code, eventKey: event.id, attemptId: null, kind: event.what, body: inbound.body };
    applySoon(deps, { ...stored, receivedAt: now, tries: 0 });
  }
  return { received: true };
}

/** The attempt an event is about, as far as it is known by now: for whoever reads the log. What it changes is found when it is applied. */
async function attemptMeant(deps: Deps, gateway: PaymentGateway, { news }: ProviderEvent): Promise<AttemptRow | null> {
  if (news.kind === "other") return null;
  const reference = news.kind === "payment" ? news.providerReference : news.report.captureRef;
  return reference ? attemptByReference(deps.db, gateway.code, reference) : null;
}
