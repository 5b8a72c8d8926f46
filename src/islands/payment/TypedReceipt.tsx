import { useStore } from "@nanostores/preact";
import { useState } from "preact/hooks";
import { fill } from "#domain/sentences/fill";
import { wordsOf } from "#lib/problems";
import { $receipt, claimReceipt } from "#stores/payment";
import { Field } from "../Field.tsx";
import { cash } from "../words.ts";
import type { StateProps } from "./state-props.ts";

const LENGTH = 10; // of an M-Pesa code

/**
 * Whoever paid to the paybill by hand types the code of M-Pesa's message; the shop then asks M-Pesa for that payment. How to pay there is
 * told only while nothing else can take the money.
 */
export function TypedReceipt(props: StateProps) {
  const { view, say, refused } = props;
  const { attempt, paybill, takesReceipts, state } = view;
  const { receipt } = say;
  if (!takesReceipts || attempt?.gateway !== "mpesa") return null;
  const refusedHere = refused?.act === "receipt";
  return (
    <>
      {paybill && state === "failed" && (
        <details class="fold out">
          <summary>{receipt.paybill}</summary>
          <div class="fold-in">
            <p class="small muted">{receipt.paybillHow}</p>
            <dl class="sum small">
              <Row name={receipt.business} value={paybill} />
              <Row name={receipt.account} value={attempt.reference} />
              <Row name={receipt.amount} value={cash(view.dueMinor, view.currency)} />
            </dl>
          </div>
        </details>
      )}
      <details class="fold out" open={refusedHere}>
        <summary>{receipt.have}</summary>
        <div class="fold-in">
          <p class="small muted">{receipt.haveHow}</p>
          <CodeForm {...props} />
        </div>
      </details>
    </>
  );
}

function CodeForm({ view, say: { receipt }, token, refused, askNow }: StateProps) {
  const { asked, problem, asking } = useStore($receipt);
  const before = refused?.act === "receipt" ? refused : null;
  const [code, setCode] = useState(before?.typed.code ?? "");
  const [fault, setFault] = useState(before?.sentence);
  const error = fault ?? (problem && (problem.errors[0]?.detail || wordsOf(problem).title));

  const send = async (event: Event) => {
    event.preventDefault();
    const plain = code.replace(/\s/g, "").toUpperCase();
    const wrong = faultOf(plain, receipt);
    setFault(wrong);
    if (wrong) return document.getElementById("code")?.focus();
    if (await claimReceipt(token, plain)) {
      setCode("");
      askNow();
    } else document.getElementById("code")?.focus();
  };
  return (
    <form class="stack gap-12" method="post" action={`/orders/${token}/payment`} noValidate onSubmit={send}>
      <input type="hidden" name="act" value="receipt" />
      <div class="phone-field">
        <Field
          name="code"
          label={receipt.code}
          autocomplete="off"
          maxLength={20}
          value={code}
          hint={fill(receipt.codeHint, { example: "SKL4XQ7P2M" })}
          error={error || undefined}
          onWrite={(value) => {
            setCode(value);
            setFault(undefined);
          }}
        />
      </div>
      <button type="submit" class="btn other-send" aria-disabled={asking}>
        {asking ? receipt.looking : receipt.look}
      </button>
      <p class="small" role="status">
        {asked && view.dueMinor > 0 && fill(receipt.thanks, { code: asked })}
      </p>
    </form>
  );
}

function faultOf(code: string, { empty, wrong }: StateProps["say"]["receipt"]): string | undefined {
  if (code === "") return empty;
  return code.length === LENGTH ? undefined : fill(wrong, { count: code.length });
}

function Row({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd class="id">{value}</dd>
    </div>
  );
}
