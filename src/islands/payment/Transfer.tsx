import { useRef } from "preact/hooks";
import { type Currency, formatAmount, money } from "#domain/money";
import type { TransferView } from "#domain/payments/bank-schema";
import { fill } from "#domain/sentences/fill";
import { filled } from "../filled.ts";
import { HelpLine } from "../HelpLine.tsx";
import { cash, deadlineThere } from "../words.ts";
import { Copy } from "./Copy.tsx";
import { headingOf } from "./headings.ts";
import { PartHere } from "./PartPaid.tsx";
import { OtherWays, othersOf } from "./PayAgain.tsx";
import { SendSlip } from "./SendSlip.tsx";
import { SentSlips } from "./SentSlips.tsx";
import type { StateProps } from "./state-props.ts";

/** Money comes from a bank: where to send it, what to write with it, until when; and the slip, which finds it faster. */
export function Transfer(props: StateProps) {
  const { view, say, transfer } = props;
  const { attempt } = view;
  const words = say.transfer;
  if (!attempt) return null;
  const isLookedAt = transfer?.state === "checking";
  const amountMinor = transfer?.amountMinor ?? attempt.amountMinor;
  return (
    <div class="two side-24">
      <div class="stack gap-28">
        <div class="stack gap-10">
          <p class="st wait">{isLookedAt ? words.checking : words.waiting}</p>
          <h1>{headingOf(props)}</h1>
          <p class="lead-18">
            {isLookedAt
              ? words.leadSlip
              : filled(words.lead, { money: <b class="keep">{cash(amountMinor, view.currency)}</b> })}
          </p>
          <PartHere {...props} />
        </div>
        {transfer ? (
          <Account {...props} transfer={transfer} />
        ) : (
          <p>{filled(words.noAccount, { phone: <HelpLine /> })}</p>
        )}
      </div>
      <div class="stack gap-28">
        {transfer && !isLookedAt && <SendSlip {...props} transfer={transfer} />}
        {transfer && <SentSlips {...props} transfer={transfer} />}
        <div>
          {transfer?.upload.allowed && isLookedAt && (
            <details class="fold out" open={props.refused?.act === "slip"}>
              <summary>{say.proof.another}</summary>
              <div class="fold-in">
                <SendSlip {...props} transfer={transfer} />
              </div>
            </details>
          )}
          {othersOf(view).length > 0 && (
            <details class="fold out" open={props.refused?.act === "pay"}>
              <summary>{words.another}</summary>
              <div class="fold-in">
                <p class="small muted">{words.anotherMore}</p>
                <OtherWays {...props} blocked={false} />
              </div>
            </details>
          )}
        </div>
      </div>
    </div>
  );
}

function Account({ say, transfer, view }: StateProps & { transfer: TransferView }) {
  const words = say.transfer;
  const { account, deadline, reference } = transfer;
  if (!account) return <p>{filled(words.noAccount, { phone: <HelpLine /> })}</p>;
  const amount = cash(transfer.amountMinor, transfer.currency);
  return (
    <section class="stack gap-20">
      <div class="slip bank-slip">
        <h2 class="slip-head">{words.account}</h2>
        <dl class="copies">
          <Detail
            name={words.amount}
            value={amount}
            copies={typedAmount(transfer.amountMinor, transfer.currency)}
            say={words}
            strong
          />
          <Detail name={words.reference} value={reference} say={words} strong more={words.writeIt} />
          <Detail
            name={words.number}
            value={account.accountNumber}
            copies={account.accountNumber.replace(/\s/g, "")}
            say={words}
          />
          <Detail name={words.name} value={account.accountName} say={words} />
          <Detail name={words.bank} value={account.bankName} say={words} />
          <Detail name={words.branch} value={account.branch} say={words} />
          <Detail name={words.swift} value={account.swift} say={words} />
        </dl>
        {deadline && (
          <p class="slip-foot">
            {filled(words.deadline, { deadline: <b>{deadlineThere(deadline.at, deadline.timeZone, say.days)}</b> })}
          </p>
        )}
      </div>
      <p class="notice">
        <b>{words.neverChange}</b> {filled(words.neverChangeMore, { phone: <HelpLine /> })}
      </p>
      <p class="small muted">{words.abroad}</p>
      <p class="small muted">
        {fill(say.payment.orderLink, { number: view.number })}. <a href={view.orderUrl}>{say.payment.seeOrder}</a>
      </p>
    </section>
  );
}

interface DetailProps {
  name: string;
  value: string;
  /** What a bank's form wants, where that is written otherwise. */
  copies?: string;
  more?: string;
  strong?: boolean;
  say: StateProps["say"]["transfer"];
}

function Detail({ name, value, copies = value, more, strong = false, say }: DetailProps) {
  const shown = useRef<HTMLSpanElement>(null);
  if (value === "") return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <span class={strong ? "copied-text strong" : "copied-text"} ref={shown}>
          {value}
        </span>
        <Copy
          what={name}
          text={copies}
          say={say}
          onRefused={() => shown.current && getSelection()?.selectAllChildren(shown.current)}
        />
        {more && <small>{more}</small>}
      </dd>
    </div>
  );
}

/** "1250" or "79.10": as the field of a bank's form takes it. */
const typedAmount = (amountMinor: number, currency: Currency): string =>
  formatAmount(money(amountMinor, currency)).replaceAll(",", "");
