import { useStore } from "@nanostores/preact";
import { useState } from "preact/hooks";
import type { PaymentView } from "#domain/orders/schema";
import type { GatewayCode } from "#domain/payments/names";
import { counted, fill } from "#domain/sentences/fill";
import type { PaymentWords } from "#domain/sentences/payment-pages";
import { type Problem, wordsOf } from "#lib/problems";
import { $asking, $refusal, payAgain } from "#stores/payment";
import { Banner } from "../Banner.tsx";
import { phoneProblem } from "../checkout/phone.ts";
import { Field } from "../Field.tsx";
import { MethodMark } from "../MethodMark.tsx";
import { Way } from "../Way.tsx";
import { shownPhone, whole } from "../words.ts";
import type { StateProps } from "./state-props.ts";

interface Ask {
  paymentMethod: GatewayCode;
  paymentPhone?: string;
}

/** A way that is gone, and a payment that is further than this page knew, are both seen by asking how it stands now. */
async function ask({ token, askNow }: StateProps, body: Ask): Promise<void> {
  const taken = await payAgain(token, body);
  const { code } = $refusal.get() ?? {};
  if (taken || code === "method-unavailable" || code === "payment-in-progress") askNow();
}

/** The same again, on the same number. Says when it will work. */
export function AgainButton(props: StateProps & { wait: number; main?: boolean }) {
  const { view, say, token, idempotencyKey, wait, main = false } = props;
  const asking = useStore($asking);
  const { attempt } = view;
  if (!attempt) return null;
  const words = main ? wordsAgain(attempt, say) : say.again.sendPrompt;
  const when = counted(say.again.inSeconds, wait, say.locale);
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
        {wait > 0 ? fill(say.again.later, { words, when }) : asking ? say.again.asking : words}
      </button>
    </form>
  );
}

const wordsAgain = ({ gateway, manner }: NonNullable<PaymentView["attempt"]>, { again, way, page }: PaymentWords) =>
  manner === "redirect"
    ? fill(again.newPage, { page: whole(page[gateway]) })
    : fill(again.tryWay, { way: whole(way[gateway]) });

/** Another number, or another way to pay; the order stays as it is. */
export function OtherWays(props: StateProps & { blocked: boolean }) {
  const { view, say, token, idempotencyKey, blocked, refused } = props;
  const { again } = say;
  const asking = useStore($asking);
  const refusal = useStore($refusal);
  const before = refused?.act === "pay" ? refused : null;
  const [picked, setPicked] = useState<GatewayCode | undefined>(before?.typed.paymentMethod as GatewayCode | undefined);
  const [phone, setPhone] = useState(before?.typed[`otherPhone-${before.typed.paymentMethod}`] ?? "");
  const [fault, setFault] = useState<string | undefined>(undefined);
  const methods = othersOf(view);
  const chosen = methods.find(({ code }) => code === picked);
  if (methods.length === 0) return null;

  const send = (event: Event) => {
    event.preventDefault();
    if (!chosen || blocked) return;
    const problem = chosen.asksPhone ? phoneProblem(phone, view.currency === "NPR" ? "NP" : "KE") : null;
    setFault(problem ?? undefined);
    if (problem) return document.getElementById(phoneFieldOf(chosen))?.focus();
    void ask(props, { paymentMethod: chosen.code, ...(chosen.asksPhone ? { paymentPhone: phone } : {}) });
  };
  return (
    <form class="stack gap-12 other-ways" method="post" action={`/orders/${token}/payment`} noValidate onSubmit={send}>
      <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
      <RefusalOf problem={refusal} before={refusal ? null : before} say={say} />
      <fieldset class="ways">
        <legend class="sr">{again.anotherWay}</legend>
        {methods.map((method) => (
          <Way
            key={method.code}
            group="paymentMethod"
            value={method.code}
            mark={<MethodMark code={method.code} />}
            title={
              isAnotherNumber(method, view)
                ? fill(again.anotherNumber, { way: whole(say.way[method.code]) })
                : whole(method.name)
            }
            more={isAnotherNumber(method, view) ? again.friend : method.hint}
            checked={method.code === picked}
            onPick={() => setPicked(method.code)}
          >
            {method.asksPhone && (
              <div class="phone-field">
                <Field
                  name={phoneFieldOf(method)}
                  label={
                    isAnotherNumber(method, view) && view.attempt?.phone
                      ? fill(again.numberOther, { phone: shownPhone(view.attempt.phone) })
                      : again.number
                  }
                  type="tel"
                  autocomplete="off"
                  maxLength={32}
                  value={phone}
                  error={method.code === picked ? (fault ?? phoneRefusal(refusal ?? before)) : undefined}
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
        {asking ? again.asking : chosen ? buttonOf(chosen, say) : again.thisWay}
      </button>
    </form>
  );
}

type Method = PaymentView["methods"][number];

/** Whether there is a button for the same way again. */
export const mayGoAgain = ({ methods, attempt }: PaymentView): boolean =>
  (attempt?.result?.again ?? true) && methods.some(({ code }) => code === attempt?.gateway);

/** What has a button or an open page of its own is no other way; the same way with another number is one. */
export function othersOf(view: PaymentView): Method[] {
  const { methods, attempt, state } = view;
  const hasItsOwn = state === "redirect" || state === "transfer" || (state === "failed" && mayGoAgain(view));
  return methods.filter(({ code, asksPhone }) => code !== attempt?.gateway || (asksPhone ? true : !hasItsOwn));
}

/** Each way that asks for a number has a field of its own: only the chosen one's counts. */
const phoneFieldOf = ({ code }: Method): string => `otherPhone-${code}`;

const isAnotherNumber = ({ code, asksPhone }: Method, { attempt }: PaymentView): boolean =>
  asksPhone && code === attempt?.gateway;

function buttonOf({ manner, button }: Method, { again }: PaymentWords): string {
  if (manner === "transfer") return again.byTransfer;
  return manner === "door" ? again.atTheDoor : whole(button);
}

const phoneRefusal = (refused: Pick<Problem, "errors"> | null): string | undefined =>
  refused?.errors.find(({ pointer }) => pointer === "/paymentPhone")?.detail;

interface RefusalProps {
  problem: Problem | null;
  before: StateProps["refused"];
  say: PaymentWords;
}

function RefusalOf({ problem, before, say: { again } }: RefusalProps) {
  if (problem?.code === "method-unavailable") {
    return (
      <Banner title={again.gone} tone="wait" takesFocus>
        <p>{again.goneMore}</p>
      </Banner>
    );
  }
  if (problem?.code === "payment-in-progress") return <Banner title={problem.detail} tone="wait" takesFocus />;
  if (problem && !phoneRefusal(problem)) {
    const { title, detail } = wordsOf(problem);
    return (
      <Banner title={title} tone="wait" takesFocus>
        <p>{fill(again.refused, { detail })}</p>
      </Banner>
    );
  }
  return before && !phoneRefusal(before) ? <Banner title={before.sentence} tone="wait" /> : null;
}
