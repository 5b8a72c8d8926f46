import type { TransferView } from "#domain/payments/bank-schema";
import { counted } from "#domain/sentences/fill";
import { filled } from "../filled.ts";
import { HelpLine } from "../HelpLine.tsx";
import { stamp } from "../words.ts";
import type { StateProps } from "./state-props.ts";

export const newestFirst = (proofs: TransferView["proofs"]): TransferView["proofs"] =>
  [...proofs].sort((a, b) => b.sentAt - a.sentAt);

const MARKS = { submitted: "wait", accepted: "done", rejected: "fail", superseded: "none" } as const;

/** The slips that were sent, newest first, each with what became of it. Why the newest was not taken stands above the form. */
export function SentSlips({ say, transfer, order }: StateProps & { transfer: TransferView }) {
  const { proof, days, locale } = say;
  const { proofs, upload } = transfer;
  if (proofs.length === 0) return null;
  const zone = transfer.deadline?.timeZone ?? order?.market.timeZone ?? "UTC";
  return (
    <section class="stack gap-10">
      <h2 id="sent-slips" tabIndex={-1}>
        {proof.list}
      </h2>
      <ul class="sent-slips">
        {newestFirst(proofs).map(({ id, name, sentAt, state, reason }, at) => (
          <li key={id}>
            <span class="sent-name">{name}</span>
            <span class={`st ${MARKS[state]}`}>{proof.state[state]}</span>
            <small class="muted">{stamp(sentAt, zone, undefined, days)}</small>
            {reason && (at > 0 || !upload.allowed) && <p class="small">{reason}</p>}
          </li>
        ))}
      </ul>
      <p class="small muted">
        {upload.left > 0
          ? upload.allowed && counted(proof.left, upload.left, locale)
          : filled(proof.none, { phone: <HelpLine /> })}
      </p>
    </section>
  );
}
