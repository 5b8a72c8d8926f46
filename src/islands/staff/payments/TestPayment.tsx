import { useEffect, useState } from "preact/hooks";
import type { TestPayment as Test } from "#domain/payments/staff-schema";
import { Field } from "../../Field.tsx";
import { useFocusOnFault } from "../ActForm.tsx";
import type { Said } from "../console-words.ts";
import { St } from "../Ledger.tsx";
import { moneyApi } from "../money-api.ts";
import { Telling } from "../Telling.tsx";
import { errorAt } from "../trouble.ts";
import { useActing } from "../use-acting.ts";
import { Payload } from "./Wire.tsx";

export interface TestPaymentProps {
  openedAt: number;
}

const EVERY_MS = 3_000;
const STATES: Readonly<Record<Test["state"], Said>> = {
  waiting: { word: "The prompt is out", mark: "wait" },
  paid: { word: "It works", mark: "done" },
  failed: { word: "Nothing was paid", mark: "fail" },
  unknown: { word: "No final answer came", mark: "info" },
};

/** One shilling pushed to a phone, for no order: do the keys, the passkey and the callback address work? */
export function TestPayment({ openedAt }: TestPaymentProps) {
  const acting = useActing<Test | null>(null, openedAt, {
    read: async (seen) => (seen ? moneyApi.test(seen.id) : { ok: true, value: seen }),
  });
  const { seen: test, busy, problem } = acting;
  const [phone, setPhone] = useState("");
  const [said, setSaid] = useState("");
  const [wrong, setWrong] = useState("");
  const form = useFocusOnFault(wrong || problem);
  const waits = test?.state === "waiting";

  useEffect(() => {
    if (!waits) return;
    const timer = setInterval(() => {
      if (!document.hidden) void acting.look();
    }, EVERY_MS);
    return () => clearInterval(timer);
  }, [waits, test?.id]);

  const send = async () => {
    if (!phone.trim()) return setWrong("The phone that gets the prompt.");
    await acting.act(
      async () => {
        const answer = await moneyApi.makeTest(phone.trim());
        if (answer.ok) setSaid(answer.value.said ?? "");
        return answer;
      },
      (after) => (after?.state === "waiting" ? "Sent. Look at the phone." : "Sent."),
    );
  };
  return (
    <>
      <Telling acting={acting} formOpen />
      <form
        class="import-form"
        ref={form}
        aria-label="Test payment"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy) void send();
        }}
      >
        <Field
          name="phone"
          label="Phone"
          type="tel"
          value={phone}
          onWrite={(text) => {
            setPhone(text);
            setWrong("");
          }}
          error={wrong || errorAt(problem, "/phone")}
          hint="Yours, best: it is asked for KES 1."
          maxLength={30}
          autocomplete="tel"
        />
        <button type="submit" class="btn main" aria-disabled={busy}>
          {busy ? "Sending …" : "Send a prompt of KES 1"}
        </button>
      </form>
      {test && (
        <section class="stack gap-12 test-result" aria-live="polite">
          <h2>
            <span class="id">{test.reference}</span>
          </h2>
          <p>
            <St mark={STATES[test.state].mark}>{STATES[test.state].word}</St>
          </p>
          <p>
            <Meaning test={test} />
          </p>
          {said && (
            <div>
              <p class="lab">What M-Pesa answered to the request</p>
              <Payload payload={said} name="the answer" isOpen />
            </div>
          )}
        </section>
      )}
    </>
  );
}

function Meaning({ test }: { test: Test }) {
  if (test.state === "waiting")
    return <>The phone shows {test.reference}. This page asks every few seconds how it ended.</>;
  if (test.state === "paid")
    return (
      <>
        Keys, passkey and callback address are right. The shilling is no sale: it stands under{" "}
        <a href="/staff/payments/unallocated">Unallocated</a>, to be given back.
      </>
    );
  if (test.state === "failed" && test.result)
    return (
      <>
        <b>{test.result.title}.</b> {test.result.next}{" "}
        <span class="muted">
          Their code: <span class="id">{test.result.code}</span>
        </span>
      </>
    );
  return <>M-Pesa said neither yes nor no. Look it up in the portal under {test.reference}.</>;
}
