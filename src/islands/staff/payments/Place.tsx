import { useState } from "preact/hooks";
import type { UnallocatedView } from "#domain/payments/money-schema";
import type { Answer } from "#lib/api";
import { Field } from "../../Field.tsx";
import { cash, whole } from "../../words.ts";
import { ActForm } from "../ActForm.tsx";
import { placedWhen } from "../console-words.ts";
import { HumanEnd } from "../HumanEnd.tsx";
import { moneyApi } from "../money-api.ts";
import { NoteField } from "../NoteField.tsx";
import { OrderSuggestions } from "../OrderSuggestions.tsx";
import { errorAt } from "../trouble.ts";
import { type Acting, thenRead } from "../use-acting.ts";

interface Props<T> {
  acting: Acting<T>;
  money: UnallocatedView;
  read: () => Promise<Answer<T>>;
  me: string;
  may: { record: boolean; refund: boolean; approve: boolean };
  onDone: () => void;
  onClose: () => void;
}

/** What is known of money that fits nothing, and its two ends: an order's, or back to the payer. */
export function Place<T>(props: Props<T>) {
  const { acting, money, read, me, may, onDone } = props;
  const [way, setWay] = useState<"allocate" | "return">(may.record ? "allocate" : "return");
  const sum = cash(money.amountMinor, money.currency);
  return (
    <div class="stack gap-8">
      <p class="small">
        {money.detail && `${money.detail}. `}
        {sum} by {whole(money.methodName)}, {placedWhen(money.occurredAt, acting.now)}
        {money.payer && `, from ${money.payer}`}.
        {money.about && (
          <>
            {" "}
            It came with{" "}
            <a class="id" href={`/staff/payments/${money.about.attemptId}`}>
              {money.about.reference}
            </a>{" "}
            but does not fit it.
          </>
        )}
      </p>
      {money.state !== "open" && <Ended money={money} />}
      {money.waiting && <HumanEnd acting={acting} end={money.waiting} read={read} me={me} mayAgree={may.approve} />}
      {money.state === "open" && !money.waiting && (
        <>
          {way === "allocate" && may.record && <Allocate {...props} />}
          {way === "return" && may.refund && <SendBack {...props} />}
          {may.record && may.refund && (
            <p class="small">
              <button
                type="button"
                class="btn bare"
                onClick={() => {
                  acting.forget();
                  setWay(way === "allocate" ? "return" : "allocate");
                }}
              >
                {way === "allocate" ? "It was sent back" : "It is for an order"}
              </button>
            </p>
          )}
          {!may.record && !may.refund && (
            <p class="small muted">
              Your account may look at it, not end it.{" "}
              <button type="button" class="word-btn" onClick={onDone}>
                Close
              </button>
            </p>
          )}
        </>
      )}
    </div>
  );
}

function Ended({ money }: { money: UnallocatedView }) {
  const by = [money.requestedBy, money.approvedBy !== money.requestedBy && money.approvedBy]
    .filter(Boolean)
    .join(" and ");
  return (
    <p class="small">
      {money.allocatedTo ? (
        <>
          Allocated to{" "}
          <a class="id" href={`/staff/orders/${money.allocatedTo.orderId}`}>
            {money.allocatedTo.number}
          </a>
        </>
      ) : (
        <>Sent back under {money.returnReference}</>
      )}
      {by && `, by ${by}`}.
    </p>
  );
}

function Allocate<T>({ acting, money, read, onDone, onClose }: Props<T>) {
  const [number, setNumber] = useState(money.suggestions.length === 1 ? (money.suggestions[0]?.number ?? "") : "");
  const [note, setNote] = useState("");
  const [wrong, setWrong] = useState("");
  const shown = number.trim().toUpperCase();
  const chosen = money.suggestions.find((one) => one.number === shown);
  const write = (text: string) => {
    setNumber(text);
    setWrong("");
  };
  const send = async () => {
    if (!shown) return setWrong("Which order is it for?");
    const sum = cash(money.amountMinor, money.currency);
    const done = money.twoPeopleTo.allocate
      ? `Written down: ${sum} for ${shown}. It is booked when a second person agrees.`
      : `Booked: ${sum} for ${shown}.`;
    const body = { orderNumber: shown, note: note.trim() };
    if (await acting.act(() => thenRead(moneyApi.allocate(money.id, body), read, acting.seen), done)) onDone();
  };
  return (
    <ActForm
      name="It is for an order"
      button={shown ? `It is for ${shown}` : "Place it"}
      busyButton="Writing it down …"
      busy={acting.busy}
      refused={wrong || acting.problem}
      onSend={send}
      onClose={onClose}
    >
      <OrderSuggestions orders={money.suggestions} chosen={chosen?.number} currency={money.currency} onChoose={write} />
      <div class="act-fields">
        <Field
          name="orderNumber"
          label="Order"
          value={number}
          onWrite={write}
          error={wrong || errorAt(acting.problem, "/orderNumber")}
          hint={
            chosen && chosen.dueMinor !== money.amountMinor
              ? `${cash(chosen.dueMinor, money.currency)} is due on it.`
              : money.twoPeopleTo.allocate
                ? "So large a sum needs a second person."
                : "Its number, as it stands in the mails."
          }
          maxLength={20}
          autocomplete="off"
        />
        <NoteField value={note} onWrite={setNote} error={errorAt(acting.problem, "/note")} />
      </div>
    </ActForm>
  );
}

function SendBack<T>({ acting, money, read, onDone, onClose }: Props<T>) {
  const [reference, setReference] = useState("");
  const [note, setNote] = useState("");
  const [wrong, setWrong] = useState("");
  const sum = cash(money.amountMinor, money.currency);
  const send = async () => {
    if (reference.trim().length < 3) return setWrong("The reference, as it stands on the statement or the receipt.");
    const done = money.twoPeopleTo.return
      ? `Written down: ${sum} sent back. It is closed when a second person agrees.`
      : `Written down: ${sum} sent back.`;
    const body = { reference: reference.trim(), note: note.trim() };
    if (await acting.act(() => thenRead(moneyApi.sendBack(money.id, body), read, acting.seen), done)) onDone();
  };
  return (
    <ActForm
      name="It was sent back"
      button={`${sum} was sent back`}
      busyButton="Writing it down …"
      busy={acting.busy}
      refused={wrong || acting.problem}
      onSend={send}
      onClose={onClose}
    >
      <p class="small">
        Send it back at the provider first; nothing leaves from here.
        {money.twoPeopleTo.return && " A second person agrees before it is closed."}
      </p>
      <div class="act-fields">
        <Field
          name="reference"
          label="Reference of that"
          value={reference}
          onWrite={(text) => {
            setReference(text);
            setWrong("");
          }}
          error={wrong || errorAt(acting.problem, "/reference")}
          hint="As the statement or the receipt has it."
          maxLength={60}
          autocomplete="off"
        />
        <NoteField value={note} onWrite={setNote} error={errorAt(acting.problem, "/note")} />
      </div>
    </ActForm>
  );
}
