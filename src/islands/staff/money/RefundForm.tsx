import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { StaffOrderView } from "#domain/orders/schema";
import { amountOfDelivery } from "#domain/payments/refund-amounts";
import { Field } from "../../Field.tsx";
import { cash, whole } from "../../words.ts";
import { ActForm, type FormProps } from "../ActForm.tsx";
import { moneyApi } from "../money-api.ts";
import { Quantities } from "../Quantities.tsx";
import { errorAt } from "../trouble.ts";
import { PURPOSES } from "./money-words.ts";
import { leftOf, linesLeft, refundOf, type Scope, type TypedRefund } from "./refund-typed.ts";

const firstTyped = (order: StaffOrderView): TypedRefund => ({
  scope: order.statuses.order === "cancelled" || order.lines.length === 0 ? "all" : "pieces",
  purpose: "return",
  amount: "",
  quantities: {},
  withDelivery: false,
  attemptId: "",
  byHand: order.money.captures.every(({ givesBack }) => givesBack === "by-hand"),
  reason: "",
});

/** Gives money back: all that is left, a part, or what some pieces were paid with. */
export function RefundForm({ acting, onDone, onClose }: FormProps) {
  const { order, busy, problem } = acting;
  const { captures } = order.money;
  const [typed, setTyped] = useState(() => firstTyped(order));
  const [wrong, setWrong] = useState<Readonly<Record<string, string>>>({});
  const refund = refundOf(order, typed);
  const sum = cash(refund.amountMinor, order.currency);
  const sentLines = "body" in refund ? (refund.body.lines ?? []) : [];
  const write = (change: Partial<TypedRefund>) => {
    setTyped({ ...typed, ...change });
    setWrong({});
  };
  const errorOf = (name: string): string | undefined => {
    const at = sentLines.findIndex(({ lineId }) => lineId === name);
    return wrong[name] ?? errorAt(problem, at === -1 ? `/${name}` : `/lines/${at}/quantity`);
  };
  const send = async () => {
    if ("errors" in refund) return setWrong({ ...refund.errors });
    setWrong({});
    const key = acting.keyFor(refund.body);
    const done = await acting.act(
      () => moneyApi.refund(order.id, refund.body, key),
      (after) => refundTold(order, after, sum),
    );
    if (done) onDone();
  };
  const chosen = captures.filter(({ attemptId }) => typed.attemptId === "" || attemptId === typed.attemptId);
  const mustBeByHand = chosen.length > 0 && chosen.every(({ givesBack }) => givesBack === "by-hand");
  const onlyWhole = chosen.filter(({ givesBack }) => givesBack === "full");
  const deliveryMinor = amountOfDelivery(order);

  return (
    <ActForm
      name="Refund"
      button={refund.amountMinor > 0 ? `Give back ${sum}` : "Give back"}
      busyButton="Writing it down …"
      busy={busy}
      refused={Object.keys(wrong).length > 0 ? wrong : problem}
      onSend={send}
      onClose={onClose}
    >
      <fieldset class="choices">
        <legend class="lab">How much</legend>
        <Choice scope="all" typed={typed} onPick={write}>
          All that is left, {cash(leftOf(order, typed.attemptId), order.currency)}
        </Choice>
        <Choice scope="pieces" typed={typed} onPick={write}>
          What pieces were paid with
        </Choice>
        <Choice scope="part" typed={typed} onPick={write}>
          Another amount
        </Choice>
      </fieldset>
      {typed.scope === "part" && (
        <Field
          name="amountMinor"
          label={`Amount, ${order.currency}`}
          value={typed.amount}
          onWrite={(amount) => write({ amount })}
          error={errorOf("amountMinor")}
          hint={`At most ${cash(leftOf(order, typed.attemptId), order.currency)}.`}
          inputMode="decimal"
          maxLength={20}
          autocomplete="off"
        />
      )}
      {typed.scope === "pieces" && (
        <>
          <Quantities
            legend="Which pieces"
            lines={linesLeft(order)}
            say={(left) => (left > 0 ? `${left} can go back` : "all went back")}
            typed={typed.quantities}
            errorOf={errorOf}
            onWrite={(quantities) => write({ quantities })}
          />
          {deliveryMinor > 0 && (
            <label class="check">
              <input
                type="checkbox"
                checked={typed.withDelivery}
                onChange={(event) => write({ withDelivery: event.currentTarget.checked })}
              />
              <span>With the delivery, {cash(deliveryMinor, order.currency)}</span>
            </label>
          )}
          {errorOf("lines") && <p class="err">{errorOf("lines")}</p>}
        </>
      )}
      <div class="act-fields">
        <div class="field">
          <label for="purpose">What for</label>
          <select
            class="in"
            id="purpose"
            value={typed.purpose}
            onChange={(event) => write({ purpose: event.currentTarget.value as "return" })}
          >
            <option value="return">{PURPOSES.return}</option>
            <option value="goodwill">{PURPOSES.goodwill}</option>
          </select>
        </div>
        {captures.length > 1 && (
          <div class="field">
            <label for="attemptId">From which payment</label>
            <select
              class="in"
              id="attemptId"
              value={typed.attemptId}
              onChange={(event) => write({ attemptId: event.currentTarget.value })}
            >
              <option value="">The latest first</option>
              {captures.map((capture) => (
                <option key={capture.attemptId} value={capture.attemptId}>
                  {capture.reference}, {whole(capture.methodName)}, {cash(capture.leftMinor, capture.currency)} left
                </option>
              ))}
            </select>
          </div>
        )}
        <Field
          name="reason"
          label="Why"
          value={typed.reason}
          onWrite={(reason) => write({ reason })}
          error={errorOf("reason")}
          hint="The timeline keeps it."
          maxLength={300}
          autocomplete="off"
        />
      </div>
      <label class="check">
        <input
          type="checkbox"
          checked={typed.byHand || mustBeByHand}
          disabled={mustBeByHand}
          onChange={(event) => write({ byHand: event.currentTarget.checked })}
        />
        <span>
          I send it back by hand, and type the reference of that
          <span class="small muted">
            {" "}
            {mustBeByHand
              ? "This payment goes back no other way."
              : onlyWhole.length > 0
                ? `${onlyWhole.map(({ methodName }) => whole(methodName)).join(", ")} gives back a payment only whole; a part goes by hand.`
                : "Else the provider is asked to do it."}
          </span>
        </span>
      </label>
    </ActForm>
  );
}

function Choice({
  scope,
  typed,
  onPick,
  children,
}: {
  scope: Scope;
  typed: TypedRefund;
  onPick: (change: Partial<TypedRefund>) => void;
  children: ComponentChildren;
}) {
  return (
    <label class="check">
      <input type="radio" name="scope" checked={typed.scope === scope} onChange={() => onPick({ scope })} />
      <span>{children}</span>
    </label>
  );
}

/** What has become of it: one request may be several rows. */
export function refundTold(before: StaffOrderView, after: StaffOrderView, sum: string): string {
  const fresh = after.money.refunds.filter(({ id }) => !before.money.refunds.some((one) => one.id === id));
  if (fresh.some(({ status }) => status === "requested"))
    return `Asked for: ${sum}. It goes back when a second person agrees.`;
  if (fresh.some(({ status, byHand }) => status === "approved" && byHand))
    return `Agreed: ${sum}. Send it back, then type the reference.`;
  return `${sum} goes back.`;
}

/** Gives back what is too much, with one more press. */
export function ExcessForm({ acting, onDone, onClose }: FormProps) {
  const { order, busy, problem } = acting;
  const [reason, setReason] = useState("More was paid than the order costs.");
  const [wrong, setWrong] = useState("");
  const sum = cash(order.money.excessLeftMinor, order.currency);
  const send = async () => {
    if (reason.trim().length < 3) return setWrong("Why does it go back? The timeline keeps it.");
    const body = { purpose: "excess", reason: reason.trim() } as const;
    const key = acting.keyFor([order.id, body, order.money.excessLeftMinor]);
    if (
      await acting.act(
        () => moneyApi.refund(order.id, body, key),
        (after) => refundTold(order, after, sum),
      )
    )
      onDone();
  };
  return (
    <ActForm
      name="Refund the excess"
      button={`Give back ${sum}`}
      busyButton="Writing it down …"
      busy={busy}
      refused={wrong || problem}
      onSend={send}
      onClose={onClose}
    >
      <p class="small">
        {cash(order.money.excessMinor, order.currency)} more was paid than the order costs. It is taken from the latest
        payment first.
      </p>
      <Field
        name="reason"
        label="Why"
        value={reason}
        onWrite={(text) => {
          setReason(text);
          setWrong("");
        }}
        error={wrong || errorAt(problem, "/reason")}
        hint="The timeline keeps it."
        maxLength={300}
        autocomplete="off"
      />
    </ActForm>
  );
}
