import { useStore } from "@nanostores/preact";
import { useState } from "preact/hooks";
import type { PaymentView } from "#domain/orders/schema";
import type { GatewayCode } from "#domain/payments/names";
import { type Problem, wordsOf } from "#lib/problems";
import { $asking, $refusal, payAgain } from "#stores/payment";
import { Banner } from "../Banner.tsx";
import { phoneProblem } from "../checkout/phone.ts";
import { Field } from "../Field.tsx";
import { Way } from "../Way.tsx";
import { shownPhone, whole } from "../words.ts";
import type { StateProps } from "./PaymentPage.tsx";

interface Ask {
  paymentMethod: GatewayCode;
  paymentPhone?: string;
}

async function ask({ token, askNow }: StateProps, body: Ask): Promise<void> {
  if (await payAgain(token, body)) askNow();
}

/** The same again, on the same number. Says when it will work. */
export function AgainButton(props: StateProps & { wait: number; main?: boolean }) {
  const { view, token, idempotencyKey, wait, main = false } = props;
  const asking = useStore($asking);
  const { attempt } = view;
  if (!attempt) return null;
  const words = main ? `Try ${whole(attempt.methodName)} again` : "Send the prompt again";
  const body = { paymentMethod: attempt.gateway, ...(attempt.phone ? { paymentPhone: attempt.phone } : {}) };
  return (
    <form
      class={main ? undefined : "stack gap-12"}
      method="post"
      action={`/orders/${token}/payment`}
      onSubmit={(event) => {
        event.preventDefault();
        void ask(props, body);
      }}
    >
      <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
      <input type="hidden" name="paymentMethod" value={attempt.gateway} />
      <input type="hidden" name="paymentPhone" value={attempt.phone ?? ""} />
      <button type="submit" class={main ? "btn main" : "btn wide"} disabled={wait > 0} aria-disabled={asking}>
        {wait > 0 ? `${words}, in ${wait} ${wait === 1 ? "second" : "seconds"}` : asking ? "Asking…" : words}
      </button>
    </form>
  );
}

/** Another number, or another way to pay; the order stays as it is. */
export function OtherWays(props: StateProps & { blocked: boolean }) {
  const { view, token, idempotencyKey, blocked } = props;
  const asking = useStore($asking);
  const refusal = useStore($refusal);
  const [picked, setPicked] = useState<GatewayCode | undefined>(undefined);
  const [phone, setPhone] = useState("");
  const [fault, setFault] = useState<string | undefined>(undefined);
  const chosen = view.methods.find(({ code }) => code === picked);

  const send = (event: Event) => {
    event.preventDefault();
    if (!chosen || blocked) return;
    const problem = chosen.asksPhone ? phoneProblem(phone, view.currency === "NPR" ? "NP" : "KE") : null;
    setFault(problem ?? undefined);
    if (problem) return document.getElementById("otherPhone")?.focus();
    void ask(props, { paymentMethod: chosen.code, ...(chosen.asksPhone ? { paymentPhone: phone } : {}) });
  };
  return (
    <form class="stack gap-12 other-ways" method="post" action={`/orders/${token}/payment`} noValidate onSubmit={send}>
      <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
      <RefusalOf problem={refusal} words={props.refusal} />
      <fieldset class="ways">
        <legend class="sr">Another way to pay</legend>
        {view.methods.map((method) => (
          <Way
            key={method.code}
            group="paymentMethod"
            value={method.code}
            title={titleOf(method, view)}
            more={
              method.asksPhone && method.code === view.attempt?.gateway
                ? "A friend can pay; the order stays yours"
                : method.hint
            }
            checked={method.code === picked}
            onPick={() => setPicked(method.code)}
          >
            {method.asksPhone && (
              <div class="phone-field">
                <Field
                  name="otherPhone"
                  label={`Number to charge${view.attempt?.phone ? `, other than ${shownPhone(view.attempt.phone)}` : ""}`}
                  type="tel"
                  autocomplete="off"
                  maxLength={32}
                  value={phone}
                  error={fault ?? phoneRefusal(refusal)}
                  onWrite={setPhone}
                />
              </div>
            )}
          </Way>
        ))}
      </fieldset>
      <button
        type="submit"
        class={chosen ? "btn other-send" : "btn other-send only-without-js"}
        disabled={blocked}
        aria-disabled={asking}
      >
        {asking ? "Asking…" : chosen ? whole(chosen.button) : "Pay this way"}
      </button>
    </form>
  );
}

const titleOf = (method: PaymentView["methods"][number], { attempt }: PaymentView): string =>
  method.asksPhone && method.code === attempt?.gateway ? `Another ${whole(method.name)} number` : whole(method.name);

const phoneRefusal = (problem: Problem | null): string | undefined =>
  problem?.errors.find(({ pointer }) => pointer === "/paymentPhone")?.detail;

function RefusalOf({ problem, words }: { problem: Problem | null; words: string | null }) {
  if (problem && !phoneRefusal(problem)) {
    return (
      <Banner title={wordsOf(problem).title} tone="wait" takesFocus>
        <p>{wordsOf(problem).detail} Nothing was taken; the order stays as it is.</p>
      </Banner>
    );
  }
  return words && !problem ? <Banner title={words} tone="wait" /> : null;
}
