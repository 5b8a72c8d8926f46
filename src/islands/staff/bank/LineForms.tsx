import { useState } from "preact/hooks";
import type { BankDeskView, DeskLine } from "#domain/payments/bank-schema";
import { Field } from "../../Field.tsx";
import { cash } from "../../words.ts";
import { ActForm } from "../ActForm.tsx";
import { moneyApi } from "../money-api.ts";
import { OrderSuggestions } from "../OrderSuggestions.tsx";
import { SayForm } from "../SayForm.tsx";
import { errorAt } from "../trouble.ts";
import type { Acting } from "../use-acting.ts";
import { flagSaid, WHY_SUGGESTED } from "./bank-words.ts";

interface Props {
  acting: Acting<BankDeskView>;
  line: DeskLine;
  onDone: () => void;
  onClose: () => void;
}

const WIDE = 40; // what the row itself shows, more or less

type Way = "match" | "aside" | "stray" | "back";

/** What can be said of a line: whose it is, that it is nobody's, or, as the second person, yes or no. */
export function LineForms(props: Props) {
  const { line, acting } = props;
  const [way, setWay] = useState<Way>("match");
  const to = (next: Way) => {
    acting.forget();
    setWay(next);
  };
  const others: readonly { way: Way; label: string }[] =
    line.state === "waiting"
      ? [{ way: "back", label: "No, put it back" }]
      : [
          { way: "aside", label: "Not a customer’s money" },
          { way: "stray", label: "Fits no order" },
        ];
  return (
    <div class="stack gap-8">
      {line.narrative.length > WIDE && <p class="small long">{line.narrative}</p>}
      <ul class="stack gap-4">
        {line.flags.map((flag) => (
          <li class={`flag ${flagSaid(flag).tone}`} key={flag.kind}>
            <b>{flagSaid(flag).title}</b> {flag.detail}
          </li>
        ))}
      </ul>
      {line.note && <p class="small muted">{line.note}</p>}
      {way === "match" && (line.state === "waiting" ? <Agree {...props} /> : <Match {...props} />)}
      {way === "aside" && <SetAside {...props} onClose={() => to("match")} />}
      {way === "stray" && <Stray {...props} onClose={() => to("match")} />}
      {way === "back" && <PutBack {...props} onClose={() => to("match")} />}
      {way === "match" && (
        <p class="row gap-0 small">
          {others.map(({ way: other, label }) => (
            <button key={other} type="button" class="btn bare" onClick={() => to(other)}>
              {label}
            </button>
          ))}
        </p>
      )}
    </div>
  );
}

/** Says whose money it is. */
function Match({ acting, line, onDone, onClose }: Props) {
  const [number, setNumber] = useState(line.suggestions.length === 1 ? (line.suggestions[0]?.order.number ?? "") : "");
  const [wrong, setWrong] = useState("");
  const write = (text: string) => {
    setNumber(text);
    setWrong("");
  };
  const chosen = line.suggestions.find(({ order }) => order.number === number.trim().toUpperCase());
  const send = async () => {
    const orderNumber = number.trim();
    if (!orderNumber) return setWrong("The order’s number: it stands in every mail about it.");
    const done = (after: BankDeskView) =>
      after.waiting.some(({ id }) => id === line.id)
        ? `${cash(line.amountMinor, line.currency)} for ${orderNumber} now waits for a second person.`
        : `Booked: ${cash(line.amountMinor, line.currency)} for ${orderNumber}.`;
    if (await acting.act(() => moneyApi.matchLine(line.id, { orderNumber }), done)) onDone();
  };
  return (
    <ActForm
      name="Match"
      button={number.trim() ? `It is for ${number.trim().toUpperCase()}` : "Match"}
      busyButton="Writing it down …"
      busy={acting.busy}
      refused={wrong || acting.problem}
      onSend={send}
      onClose={onClose}
    >
      <OrderSuggestions
        orders={line.suggestions.map(({ order, why }) => ({ ...order, why: WHY_SUGGESTED[why] }))}
        chosen={chosen?.order.number}
        currency={line.currency}
        onChoose={write}
      />
      <Field
        name="orderNumber"
        label="Order"
        value={number}
        onWrite={write}
        error={wrong || errorAt(acting.problem, "/orderNumber")}
        hint={
          chosen && chosen.order.dueMinor !== line.amountMinor
            ? `${cash(chosen.order.dueMinor, line.currency)} is due on it.`
            : "Its number, as it stands in the mails."
        }
        maxLength={20}
        autocomplete="off"
      />
    </ActForm>
  );
}

/** Agrees as the second person. */
function Agree({ acting, line, onDone, onClose }: Props) {
  const sum = cash(line.amountMinor, line.currency);
  const who = line.matchedBy ?? line.enteredBy;
  if (!line.mayApprove)
    return (
      <p class="flag wait">
        <b>Not by you.</b>{" "}
        {line.flags.some(({ kind }) => kind === "own-order")
          ? "This is an order of your own."
          : `${who} matched it: somebody else agrees.`}
      </p>
    );
  return (
    <ActForm
      name="Agree"
      button={`Yes, ${sum} is for ${line.order?.number ?? "it"}`}
      busyButton="Writing it down …"
      busy={acting.busy}
      refused={acting.problem}
      onSend={async () => {
        const done = `Booked: ${sum} for ${line.order?.number}.`;
        if (await acting.act(() => moneyApi.approveLine(line.id, {}), done)) onDone();
      }}
      onClose={onClose}
    >
      <p class="small">
        {who} says it is for {line.order?.name}, order{" "}
        <a href={`/staff/orders/${line.order?.id}`}>{line.order?.number}</a>, where{" "}
        {cash(line.order?.dueMinor ?? 0, line.currency)} is due.
      </p>
    </ActForm>
  );
}

function SetAside({ acting, line, onDone, onClose }: Props) {
  return (
    <SayForm
      acting={acting}
      name="Not a customer’s money"
      button="Lay it aside"
      field={{ name: "reason", label: "What is it, then?", missing: "What is it, if not a customer’s money?" }}
      often={["Interest of the bank.", "A transfer between our own accounts.", "Put in by the owner."]}
      send={(reason) => moneyApi.setLineAside(line.id, reason)}
      done="Laid aside. It is nobody’s order."
      onDone={onDone}
      onClose={onClose}
    />
  );
}

function PutBack({ acting, line, onDone, onClose }: Props) {
  return (
    <SayForm
      acting={acting}
      name="Put it back"
      button="Put it back"
      field={{
        name: "reason",
        label: "Why not?",
        hint: "Whoever matched it reads this.",
        missing: "Why not? Whoever matched it reads it.",
      }}
      send={(reason) => moneyApi.reopenLine(line.id, reason)}
      done="Put back among the lines that fit nothing."
      onDone={onDone}
      onClose={onClose}
    />
  );
}

function Stray({ acting, line, onDone, onClose }: Props) {
  return (
    <ActForm
      name="Fits no order"
      button="Keep it as unallocated money"
      busyButton="Writing it down …"
      busy={acting.busy}
      refused={acting.problem}
      onSend={async () => {
        if (await acting.act(() => moneyApi.strayLine(line.id), "Kept as unallocated money, with a task.")) onDone();
      }}
      onClose={onClose}
    >
      <p class="small">
        Nothing is lost: {cash(line.amountMinor, line.currency)} then stands under{" "}
        <a href="/staff/payments/unallocated">Unallocated money</a>, until somebody says whose it is or sends it back.
      </p>
    </ActForm>
  );
}
