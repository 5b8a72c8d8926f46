import { atom } from "nanostores";
import type { TransferView } from "#domain/payments/bank-schema";
import { api } from "#lib/api";
import type { Problem } from "#lib/problems";
import { sendProof } from "#lib/upload";

/** What the server last said of this order's bank transfer. */
export const $transfer = atom<TransferView | null>(null);
/** How much of the slip has left, percent; `null` while none is being sent. */
export const $percent = atom<number | null>(null);
export const $slipRefusal = atom<Problem | null>(null);

export async function askTransfer(token: string): Promise<void> {
  const answer = await api.transfer(token);
  if (answer.ok && $percent.get() === null) $transfer.set(answer.value);
}

/** Sends a slip; a second press while one is on its way does nothing. @returns whether it was taken */
export async function sendSlip(token: string, form: FormData): Promise<boolean> {
  if ($percent.get() !== null) return false;
  $percent.set(0);
  $slipRefusal.set(null);
  const answer = await sendProof(token, form, (percent) => $percent.set(percent));
  $percent.set(null);
  if (answer.ok) $transfer.set(answer.value);
  else $slipRefusal.set(answer.problem);
  return answer.ok;
}
