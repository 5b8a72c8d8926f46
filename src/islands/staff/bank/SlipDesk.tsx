import { useEffect, useRef, useState } from "preact/hooks";
import type { BankDeskView, DeskProof } from "#domain/payments/bank-schema";
import { cash } from "../../words.ts";
import { age } from "../console-words.ts";
import { isTyping } from "../keys.ts";
import { moneyApi } from "../money-api.ts";
import { SayForm } from "../SayForm.tsx";
import { Telling } from "../Telling.tsx";
import type { Acting } from "../use-acting.ts";
import { OFTEN_WRONG } from "./bank-words.ts";
import { SlipForm } from "./SlipForm.tsx";
import { SlipScan } from "./SlipScan.tsx";
import { SlipTruth } from "./SlipTruth.tsx";
import { type TypedTransfer, transferOf } from "./typed-transfer.ts";

interface Props {
  acting: Acting<BankDeskView>;
  first: string | null;
}

const LATE_MS = 24 * 3_600_000;

/** Slips one by one: the queue, the picture, and what is due beside what is typed from the statement. */
export function SlipDesk({ acting, first }: Props) {
  const { seen: desk, now, busy } = acting;
  const { proofs } = desk;
  const [chosen, setChosen] = useState(first);
  const [place, setPlace] = useState(0); // where the chosen one stood, so that the next one takes its place
  const [typed, setTyped] = useState<Readonly<Record<string, TypedTransfer>>>({});
  const [wrong, setWrong] = useState<Readonly<Record<string, string>>>({});
  const [refusing, setRefusing] = useState(false);
  const [large, setLarge] = useState(false);
  const taken = useRef(new Set<string>()); // whoever begins to type has the slip for a quarter of an hour
  const refuseButton = useRef<HTMLButtonElement>(null);
  const found = proofs.findIndex(({ id }) => id === chosen);
  const at = found === -1 ? Math.min(place, proofs.length - 1) : found;
  const proof = proofs[at];

  useEffect(() => {
    if (!proof) return;
    setPlace(at);
    history.replaceState(null, "", `/staff/bank?slip=${encodeURIComponent(proof.id)}`);
  }, [proof?.id, at]);

  const go = (to: number) => {
    const next = proofs[to];
    if (!next || busy) return;
    acting.forget();
    setChosen(next.id);
    setPlace(to);
    setWrong({});
    setRefusing(false);
    setLarge(false);
  };
  const mine = proof && (typed[proof.id] ?? blank(desk, proof));
  const isShut = proof ? shutBecause(proof) !== null : true;

  const approve = async () => {
    if (!proof || !mine || isShut || busy) return;
    const transfer = transferOf(mine, proof.currency);
    if ("errors" in transfer) return setWrong({ ...transfer.errors });
    setWrong({});
    const { order, currency } = proof;
    const sum = cash(transfer.body.amountMinor, currency);
    await acting.act(
      () => moneyApi.approveProof(proof.id, transfer.body),
      (after) =>
        after.waiting.some((line) => line.order?.id === order.id)
          ? `${sum} for ${order.number} now waits for a second person.`
          : `Taken: ${sum} for ${order.number}.`,
    );
  };

  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (isTyping(event)) return;
      const does: Record<string, () => void> = {
        j: () => go(at + 1),
        k: () => go(at - 1),
        a: () => void approve(),
        r: () => !isShut && setRefusing(true),
        z: () => setLarge(!large),
      };
      const act = does[event.key];
      if (!act) return;
      event.preventDefault();
      act();
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  });

  if (!proof || !mine)
    return (
      <>
        <Telling acting={acting} formOpen={false} />
        <section class="blank">
          <h2>No slip waits</h2>
          <p class="muted">Every slip that was sent has been looked at. Well done.</p>
          <p>
            <a class="btn" href="/staff/bank?view=statement">
              To the statement
            </a>
          </p>
        </section>
      </>
    );
  return (
    <>
      <Telling acting={acting} formOpen={refusing} />
      <div class="proofs">
        <nav class="turn small" aria-label="Slips, the longest waiting first">
          <p class="muted">{proofs.length === 1 ? "1 waits" : `${proofs.length} wait, the oldest first`}</p>
          <ol>
            {proofs.map((one, to) => (
              <li key={one.id}>
                <button type="button" aria-current={to === at ? "true" : undefined} onClick={() => go(to)}>
                  <span>{one.order.name}</span>
                  <span class="apart">
                    <span class="muted num">{cash(one.attempt.amountMinor, one.currency)}</span>
                    <span class={now - one.sentAt > LATE_MS ? "late" : "muted"}>{age(one.sentAt, now)}</span>
                  </span>
                </button>
              </li>
            ))}
          </ol>
        </nav>
        <header class="stack gap-4 slip-head">
          <div class="apart small">
            <p class="muted" role="status">
              {at + 1} of {proofs.length}
            </p>
            {proofs.length > 1 && (
              <span class="row gap-0 only-with-js">
                <button type="button" class="btn bare" aria-disabled={at === 0} onClick={() => go(at - 1)}>
                  Before <kbd>K</kbd>
                </button>
                <button
                  type="button"
                  class="btn bare flush"
                  aria-disabled={at === proofs.length - 1}
                  onClick={() => go(at + 1)}
                >
                  Next <kbd>J</kbd>
                </button>
              </span>
            )}
          </div>
          <h2 id="slip-name">{proof.order.name}</h2>
          <p class="muted small">
            <a class="id" href={`/staff/orders/${proof.order.id}`}>
              {proof.order.number}
            </a>
            ,{" "}
            <span class={now - proof.sentAt > LATE_MS ? "late" : undefined}>
              {now - proof.sentAt < 60_000 ? "just sent" : `waits ${age(proof.sentAt, now)}`}
            </span>
          </p>
        </header>
        <SlipScan key={proof.id} proof={proof} now={now} large={large} onLarge={() => setLarge(!large)} />
        <section class="stack gap-20 judge" aria-labelledby="slip-name">
          <SlipTruth proof={proof} desk={desk} now={now} onTake={(line) => write(line)} />
          {refusing ? (
            <SayForm
              key={proof.id}
              acting={acting}
              name="Send the slip back"
              button="Send it back"
              field={{
                name: "reason",
                label: "What is wrong, and how to mend it",
                hint: `${proof.order.name} reads this.`,
                missing: "The shopper reads this: what is wrong, and how to mend it?",
                lines: true,
              }}
              often={OFTEN_WRONG}
              send={(reason) => moneyApi.rejectProof(proof.id, reason)}
              done={`Sent back: the slip for ${proof.order.number}.`}
              onDone={() => setRefusing(false)}
              onClose={() => {
                setRefusing(false);
                acting.forget();
                setTimeout(() => refuseButton.current?.focus());
              }}
            />
          ) : (
            <SlipForm
              proof={proof}
              desk={desk}
              typed={mine}
              wrong={wrong}
              acting={acting}
              shut={shutBecause(proof)}
              onWrite={write}
              onApprove={approve}
              onRefuse={() => setRefusing(true)}
              refuseButton={refuseButton}
            />
          )}
        </section>
      </div>
    </>
  );

  function write(change: Partial<TypedTransfer>): void {
    if (!proof || !mine) return;
    if (!proof.review && !taken.current.has(proof.id)) {
      taken.current.add(proof.id);
      void moneyApi.takeProof(proof.id).then((answer) => {
        if (!answer.ok) void acting.look();
      });
    }
    setTyped({ ...typed, [proof.id]: { ...mine, ...change } });
    setWrong({});
  }
}

/** Amount, reference and day come from the statement, never from the slip: the form begins empty. */
const blank = (desk: BankDeskView, { currency }: DeskProof): TypedTransfer => {
  const accounts = desk.accounts.filter((account) => account.currency === currency);
  return {
    accountId: accounts.length === 1 ? (accounts[0]?.id ?? "") : "",
    amount: "",
    bankRef: "",
    bookedOn: "",
    note: "",
  };
};

/** Why this person cannot judge it now. */
const shutBecause = ({ flags, review }: DeskProof): string | null => {
  if (flags.some(({ kind }) => kind === "own-order")) return "This is an order of your own: somebody else judges it.";
  return review && !review.isMine ? `${review.by} has this slip open.` : null;
};
