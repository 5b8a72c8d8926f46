import type { Push } from "../mpesa/push.ts";

/** A mail or SMS that the shop sent. `at` is an ISO time. */
export interface Message {
  readonly id: string;
  readonly channel: "mail" | "sms";
  readonly from: string;
  readonly to: readonly string[];
  readonly at: string;
  /** Empty for an SMS. */
  readonly subject: string;
  readonly text: string;
  /** Empty for an SMS, and for a mail without an HTML part. */
  readonly html: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly attachments: readonly string[];
  /** How many texts an SMS is billed as; 1 for a mail. */
  readonly parts: number;
}

/** The first answer that a mail's Idempotency-Key got. `bodyHash` is SHA-256 in hex. */
export interface KeptAnswer {
  readonly bodyHash: string;
  readonly id: string;
  readonly at: string;
}

/** Everything that outlives a restart, beside what each provider saves of its own. Faults, automatic decisions and settings are orders for one run and are not here. */
export interface World {
  /** The one valid Daraja token: a new one ends the former. `expiresAt` is an ISO time. */
  token: { value: string; expiresAt: string } | null;
  /** By CheckoutRequestID, oldest first. */
  readonly pushes: Map<string, Push>;
  /** Oldest first. */
  messages: Message[];
  /** By Idempotency-Key. */
  readonly mailAnswers: Map<string, KeptAnswer>;
}

/** Older messages fall out: an inbox is read, not archived. */
const MESSAGES_KEPT = 5_000;

export function emptyWorld(): World {
  return { token: null, pushes: new Map(), messages: [], mailAnswers: new Map() };
}

export function addMessage(world: World, message: Message): void {
  world.messages.push(message);
  if (world.messages.length > MESSAGES_KEPT) world.messages = world.messages.slice(-MESSAGES_KEPT);
}

export function clearWorld(world: World): void {
  world.token = null;
  world.pushes.clear();
  world.messages = [];
  world.mailAnswers.clear();
}
