import type { BankDeskView, DeskProof } from "#domain/payments/bank-schema";
import { amount, cash } from "../../words.ts";
import { dayShort, flagSaid, isAboutSlip } from "./bank-words.ts";
import { linesFor, type TypedTransfer, typedFrom } from "./typed-transfer.ts";

interface Props {
  proof: DeskProof;
  desk: BankDeskView;
  now: number;
  /** Takes a line of the statement over into the form. */
  onTake: (typed: TypedTransfer) => void;
}

/** What is asked for beside what the slip says, what speaks against it, and whether the statement knows it. */
export function SlipTruth({ proof, desk, now, onTake }: Props) {
  const { attempt, claimed, currency, order, flags } = proof;
  const isOff = claimed.amountMinor !== null && claimed.amountMinor !== attempt.amountMinor;
  const lines = linesFor(proof, desk.open);
  const waits = desk.waiting.find((line) => line.order?.id === order.id);
  const lastDay = desk.accounts
    .flatMap((one) => (one.currency === currency && one.lastLineOn ? [one.lastLineOn] : []))
    .sort()
    .at(-1);
  return (
    <>
      <table class="match">
        <caption class="sr">The slip beside the order</caption>
        <thead>
          <tr>
            <th scope="col">
              <span class="sr">What</span>
            </th>
            <th scope="col">Asked for</th>
            <th scope="col">Slip says</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">{currency}</th>
            <td class="tab">{amount(attempt.amountMinor, currency)}</td>
            <td class={isOff ? "tab off" : "tab"}>
              {claimed.amountMinor === null ? "–" : amount(claimed.amountMinor, currency)}
            </td>
          </tr>
          <tr>
            <th scope="row">Reference</th>
            <td class="id">{attempt.reference}</td>
            <td class="id long">{claimed.reference || "–"}</td>
          </tr>
          <tr>
            <th scope="row">Payer</th>
            <td>{order.name}</td>
            <td>{claimed.payer || "–"}</td>
          </tr>
          {order.dueMinor !== attempt.amountMinor && (
            <tr>
              <th scope="row">Due now</th>
              <td class="tab">{amount(order.dueMinor, currency)}</td>
              <td />
            </tr>
          )}
        </tbody>
      </table>
      {claimed.note && <p class="bubble small">{claimed.note}</p>}
      <ul class="stack gap-8">
        {flags.map((flag) => {
          const { title, tone } = flagSaid(flag);
          return (
            <li class={`flag ${tone}`} key={flag.kind}>
              <b>{title}</b> {flag.detail}
            </li>
          );
        })}
        {!flags.some(isAboutSlip) && (
          <li class="flag done">
            <b>New here.</b> Neither this picture nor its reference came with another order.
          </li>
        )}
        {waits && (
          <li class="flag info">
            <b>On the statement.</b> {cash(waits.amountMinor, waits.currency)} of {dayShort(waits.bookedOn, now)} is
            matched to it and waits for a second person. <a href="/staff/bank?view=statement">Look at it</a>
          </li>
        )}
        {!waits && lines.length === 0 && (
          <li class="flag wait">
            <b>Not on the statement yet.</b>{" "}
            {lastDay ? `It was last read up to ${dayShort(lastDay, now)}.` : "None has been read so far."}{" "}
            <a href="/staff/bank?view=statement">{lastDay ? "Read a newer one" : "Read one"}</a>
          </li>
        )}
      </ul>
      {lines.length > 0 && (
        <div class="stack gap-4 only-with-js">
          <p class="lab">On the statement</p>
          <ul class="takes small">
            {lines.map((line) => (
              <li key={line.id}>
                <button type="button" onClick={() => onTake(typedFrom(line))}>
                  <span class="apart">
                    <b class="num">{cash(line.amountMinor, line.currency)}</b>
                    <span class="muted">{dayShort(line.bookedOn, now)}</span>
                  </span>
                  <span class="muted long">{[line.bankRef, line.narrative].filter(Boolean).join(", ")}</span>
                </button>
              </li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
}
