import { useStore } from "@nanostores/preact";
import { useRef, useState } from "preact/hooks";
import { formatMoney, money } from "#domain/money";
import type { TransferView } from "#domain/payments/bank-schema";
import { fill } from "#domain/sentences/fill";
import { wordsOf } from "#lib/problems";
import { $percent, $slipRefusal, sendSlip } from "#stores/transfer";
import { Banner } from "../Banner.tsx";
import { filled } from "../filled.ts";
import { HelpLine } from "../HelpLine.tsx";
import { newestFirst } from "./SentSlips.tsx";
import { SLIP_FIELDS, SlipFields, type SlipTyped } from "./SlipFields.tsx";
import { SlipFile } from "./SlipFile.tsx";
import { faultOfFile } from "./slip-file.ts";
import type { StateProps } from "./state-props.ts";

interface Props extends StateProps {
  transfer: TransferView;
  /** The time to pay is over: the slip may still find money that came late. */
  late?: boolean;
}

/** Sends a picture of the transfer's slip. What was typed and chosen stays until it has arrived. */
export function SendSlip(props: Props) {
  const { say, transfer, token, late = false } = props;
  const { proof } = say;
  const { upload } = transfer;
  const percent = useStore($percent);
  const refusal = useStore($slipRefusal);
  const before = props.refused?.act === "slip" ? props.refused : null;
  const [file, setFile] = useState<File | null>(null);
  const [typed, setTyped] = useState<SlipTyped>(before?.typed ?? {});
  const [fault, setFault] = useState<string | undefined>(undefined);
  const form = useRef<HTMLFormElement>(null);
  if (!upload.allowed) return null;
  const rejection = rejectionOf(transfer);

  const errors = refusal?.errors ?? before?.errors ?? [];
  const errorAt = (name: string) => errors.find(({ pointer }) => pointer === `/${name}`)?.detail;
  const nowhere = refusal && !["file", ...SLIP_FIELDS].some((name) => errorAt(name)) ? refusal : null;
  const choose = (chosen: File | null) => {
    setFile(chosen);
    $slipRefusal.set(null);
    setFault(chosen ? faultOfFile(chosen, upload, proof) : undefined);
  };
  const send = async (event: Event) => {
    event.preventDefault();
    if (percent !== null) return;
    const wrong = file ? faultOfFile(file, upload, proof) : proof.missing;
    setFault(wrong);
    if (wrong || !file) return document.getElementById("file")?.focus();
    const body = new FormData();
    body.set("file", file);
    for (const name of SLIP_FIELDS) if (typed[name]?.trim()) body.set(name, typed[name].trim());
    if (!(await sendSlip(token, body))) return focusFault();
    form.current?.reset();
    setFile(null);
    setTyped({});
    setTimeout(() => document.getElementById("sent-slips")?.focus(), 0);
  };

  return (
    <section class="stack gap-16" aria-labelledby="send-slip">
      <div class="stack gap-4">
        <h2 id="send-slip">{proof.title}</h2>
        <p class="small muted">{late ? proof.late : proof.why}</p>
      </div>
      {rejection !== null && (
        <Banner title={proof.rejected}>
          <p>{rejection}</p>
          <p class="small muted">{filled(proof.rejectedMore, { phone: <HelpLine /> })}</p>
        </Banner>
      )}
      {nowhere && (
        <Banner title={wordsOf(nowhere).title} tone="wait" takesFocus>
          <p>{nowhere.status === 0 ? proof.noAnswer : wordsOf(nowhere).detail}</p>
        </Banner>
      )}
      {before && errors.length === 0 && <Banner title={before.sentence} tone="wait" />}
      <form
        ref={form}
        class="stack gap-16"
        method="post"
        encType="multipart/form-data"
        action={`/orders/${token}/payment`}
        noValidate
        onSubmit={send}
      >
        <input type="hidden" name="act" value="slip" />
        <SlipFile say={proof} upload={upload} file={file} error={fault ?? errorAt("file")} onChoose={choose} />
        <SlipFields
          say={proof}
          typed={typed}
          errorAt={errorAt}
          example={formatMoney(money(transfer.amountMinor, transfer.currency))}
          onWrite={(name, value) => setTyped((now) => ({ ...now, [name]: value }))}
        />
        <div class="sending">
          <button type="submit" class={late ? "btn" : "btn main"} aria-disabled={percent !== null}>
            {percent === null ? proof.send : fill(proof.sending, { percent })}
          </button>
          <progress max={100} value={percent ?? 0} aria-label={proof.send} hidden={percent === null} />
        </div>
      </form>
    </section>
  );
}

function focusFault(): void {
  setTimeout(() => {
    const field = document.querySelector<HTMLElement>('[aria-invalid="true"]');
    field?.closest("details")?.setAttribute("open", "");
    field?.focus();
  }, 0);
}

/** The last word on this payment's slips, where it was a no and nothing else is being looked at. */
function rejectionOf({ proofs, state }: TransferView): string | null {
  const [last] = newestFirst(proofs);
  return state !== "checking" && last?.state === "rejected" ? last.reason : null;
}
