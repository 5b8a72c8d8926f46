import { counted } from "#lib/format";
import { amount, cash, whole } from "../../words.ts";
import { age, placed } from "../console-words.ts";
import { HumanEnd } from "../HumanEnd.tsx";
import { St } from "../Ledger.tsx";
import { staffApi } from "../staff-api.ts";
import type { OrderActing } from "../use-order.ts";
import { disputeSaid, wayBack } from "./money-words.ts";
import { RefundItem } from "./RefundItem.tsx";

interface Props {
  acting: OrderActing;
  me: string;
  mayAgree: boolean;
}

/** The money of an order: what came, what goes back, what is disputed, and what is not clear. */
export function MoneyPanel({ acting, me, mayAgree }: Props) {
  const { order, now } = acting;
  const { captures, refunds, disputes, mismatches, unallocated, waiting, excessMinor, excessLeftMinor } = order.money;
  const openMoney = unallocated.filter(({ state }) => state === "open");
  const openClaims = mismatches.filter(({ state }) => state === "open");
  const isQuiet =
    captures.length + refunds.length + disputes.length + openMoney.length + openClaims.length + waiting.length === 0;
  if (isQuiet) return null;
  return (
    <section id="money" class="stack gap-12">
      <h2>Money</h2>
      {excessMinor > 0 && (
        <p class="flag info">
          <b>{cash(excessMinor, order.currency)} too much.</b>{" "}
          {excessLeftMinor === 0
            ? "It is on its way back."
            : excessLeftMinor < excessMinor
              ? `${cash(excessLeftMinor, order.currency)} of it is not on its way back yet.`
              : "Give it back with one press, above."}
        </p>
      )}
      {disputes.map((dispute) => {
        const { word, mark } = disputeSaid(dispute);
        return (
          <div key={dispute.id} class={dispute.isOpen ? "flag fail" : "flag info"} id={dispute.id}>
            <p class="apart">
              <St mark={mark}>{word}</St>
              <span class="num">{cash(dispute.amountMinor, dispute.currency)}</span>
            </p>
            <p>
              {dispute.isOpen && dispute.dueBy !== null && (
                <span class={dispute.dueBy - now < 3 * 86_400_000 ? "late" : undefined}>
                  {dispute.dueBy < now
                    ? "The last day to answer is over. "
                    : `Answer within ${age(now, dispute.dueBy)}. `}
                </span>
              )}
              {whole(dispute.methodName)} calls it <span class="id long">{dispute.providerId}</span>
              {dispute.isOpen && `, state ${dispute.state.replaceAll("_", " ").toLowerCase()}`}.
              {dispute.isOpen && " Nothing goes back meanwhile."}
            </p>
          </div>
        );
      })}
      {waiting.map((end) => (
        <HumanEnd
          key={end.id}
          acting={acting}
          end={end}
          me={me}
          read={() => staffApi.order(order.id)}
          mayAgree={mayAgree}
        />
      ))}
      {openClaims.map((claim) => (
        <p class="flag fail" key={claim.id}>
          <b>A claim nobody confirms:</b> {claim.reason}{" "}
          <a href={`/staff/payments/unallocated#${claim.id}`}>Look at it</a>
        </p>
      ))}
      {openMoney.map((money) => (
        <p class="flag wait" key={money.id}>
          <b>{cash(money.amountMinor, money.currency)} fits no payment.</b>{" "}
          <a href={`/staff/payments/unallocated#${money.id}`}>Place it</a>
        </p>
      ))}
      {captures.length > 0 && (
        <div class="stack gap-4">
          <h3 class="lab">
            {captures.length === 1 ? "What came" : `What came, ${counted(captures.length, "payment")}`}
          </h3>
          <ul class="attempts">
            {captures.map((capture) => (
              <li key={capture.attemptId} class="stack gap-4">
                <div class="apart">
                  <span>
                    {whole(capture.methodName)} <span class="muted">{placed(capture.occurredAt, now)}</span>
                  </span>
                  <span class="num">{cash(capture.amountMinor, capture.currency)}</span>
                </div>
                <p class="small muted">
                  <a class="id" href={`/staff/payments/${capture.attemptId}`}>
                    {capture.reference}
                  </a>
                  , <span class="id long">{capture.receipt ?? capture.providerRef}</span>
                  {capture.leftMinor !== capture.amountMinor && (
                    <>
                      <br />
                      {capture.leftMinor > 0
                        ? `${amount(capture.leftMinor, capture.currency)} of it can still go back.`
                        : "All of it went back."}
                    </>
                  )}
                  {wayBack(capture) && capture.leftMinor > 0 && (
                    <>
                      <br />
                      {wayBack(capture)}
                    </>
                  )}
                  {capture.isFrozen && (
                    <>
                      <br />
                      <span class="late">Disputed: nothing of it goes back now.</span>
                    </>
                  )}
                </p>
              </li>
            ))}
          </ul>
        </div>
      )}
      {refunds.length > 0 && (
        <div class="stack gap-4">
          <h3 class="lab">What goes back</h3>
          <ul class="attempts">
            {refunds.map((refund) => (
              <RefundItem key={refund.id} refund={refund} acting={acting} me={me} />
            ))}
          </ul>
        </div>
      )}
    </section>
  );
}
