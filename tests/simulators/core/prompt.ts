import type { Told } from "./deliver.ts";

/** A request for money on somebody's phone, as the phone shows it. Kenya's shillings alone have these. */
export interface Prompt {
  readonly id: string;
  /** `254…`, twelve digits. */
  readonly phone: string;
  readonly amountShillings: number;
  readonly reference: string;
  /** What the phone says, word for word. */
  readonly words: string;
  readonly createdAt: string;
  readonly expiresAt: string;
  /** What it came to; null while it is on the phone. */
  readonly end: { readonly word: string; readonly shape: "done" | "fail" | "wait" } | null;
  /** The payer put the phone away: the prompt stays until it expires. */
  readonly ignored: boolean;
  /** What the payer may do beside approve and cancel. */
  readonly otherwise: readonly (readonly [decision: string, label: string])[];
  readonly receipt: string | null;
  /** Whether the shop's callback address heard of it. */
  readonly told: Told;
  /** What the wallet's owner writes to the payer afterwards, which the shop never sees. */
  readonly text: { readonly from: string; readonly at: string; readonly text: string } | null;
}
