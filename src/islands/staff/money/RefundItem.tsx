import type { RefundView } from "#domain/payments/money-schema";
import { cash, whole } from "../../words.ts";
import { placedWhen } from "../console-words.ts";
import { St } from "../Ledger.tsx";
import { moneyApi } from "../money-api.ts";
import { SayForm } from "../SayForm.tsx";
import { useOpened } from "../use-opened.ts";
import type { OrderActing } from "../use-order.ts";
import { PURPOSES, refundBy, refundSaid } from "./money-words.ts";

interface Props {
  refund: RefundView;
  acting: OrderActing;
  /** The signed-in person's name. */
  me: string;
}

/** Money going back: how far it is, who asked and agreed, and what this person may do about it. */
export function RefundItem({ refund, acting, me }: Props) {
  const {
    id,
    actions,
    amountMinor,
    currency,
    status,
    reason,
    byHand,
    methodName,
    reference,
    providerReference,
    result,
  } = refund;
  const { opened, toggle: open, form } = useOpened<"complete" | "refuse">(acting);
  const { word, mark } = refundSaid(refund);
  const { busy } = acting;
  const sum = cash(amountMinor, currency);
  const mayNot = status === "requested" && !actions.includes("approve");
  return (
    <li id={id} class="stack gap-4 refund">
      <div class="apart">
        <St mark={mark}>{word}</St>
        <span class="num">{sum}</span>
      </div>
      <p class="small">
        {PURPOSES[refund.purpose]}: {reason}
      </p>
      <p class="small muted">
        {refundBy(refund)}, {placedWhen(refund.createdAt, acting.now)}
        <br />
        <span class="id">{reference}</span>, {byHand ? "by hand" : whole(methodName)}
        {providerReference && (
          <>
            <br />
            Reference <span class="long id">{providerReference}</span>
          </>
        )}
      </p>
      {status === "failed" && result && (
        <p class="small">
          {result.title}. {result.why}
        </p>
      )}
      {mayNot && (
        <p class="small muted">
          {refund.requestedBy === me ? "You asked for it: somebody else agrees." : "Somebody else agrees to it."}
        </p>
      )}
      {actions.length > 0 && opened === null && (
        <div class="row gap-8 only-with-js">
          {actions.includes("approve") && (
            <button
              type="button"
              class="btn main"
              aria-disabled={busy}
              onClick={() =>
                acting.act(
                  () => moneyApi.approveRefund(id),
                  byHand ? `Agreed: ${sum}. It is to be sent by hand.` : `Agreed: ${sum} goes back.`,
                )
              }
            >
              Agree
            </button>
          )}
          {actions.includes("send") && (
            <button
              type="button"
              class="btn"
              aria-disabled={busy}
              onClick={() => acting.act(() => moneyApi.sendRefund(id), "The provider has been asked.")}
            >
              Send it now
            </button>
          )}
          {actions.includes("complete") && (
            <button type="button" class="btn" aria-expanded={false} onClick={() => open("complete")}>
              Type the reference
            </button>
          )}
          {actions.includes("refuse") && (
            <button type="button" class="btn bare" aria-expanded={false} onClick={() => open("refuse")}>
              {status === "submitted" || status === "unknown" ? "It was never made" : "Decline"}
            </button>
          )}
        </div>
      )}
      {opened === "complete" && (
        <SayForm
          acting={acting}
          {...form}
          name={`The reference of ${sum}`}
          button={`${sum} was sent`}
          field={{
            name: "reference",
            label: "Reference",
            hint: "As the statement or the receipt has it.",
            missing: "The reference, as it stands on the statement or the receipt.",
            maxLength: 60,
          }}
          send={(typed) => moneyApi.completeRefund(id, { reference: typed })}
          done={`Given back: ${sum}.`}
        />
      )}
      {opened === "refuse" && (
        <SayForm
          acting={acting}
          {...form}
          name={`Decline ${sum}`}
          button={status === "submitted" || status === "unknown" ? "It was never made" : "Decline it"}
          field={{
            name: "reason",
            label: "Why not?",
            hint: `${refund.requestedBy ?? "Whoever asked"} reads this.`,
            missing: "Why not? Whoever asked reads it.",
          }}
          send={(text) => moneyApi.refuseRefund(id, text)}
          done={`Declined: ${sum} stays here.`}
        />
      )}
    </li>
  );
}
