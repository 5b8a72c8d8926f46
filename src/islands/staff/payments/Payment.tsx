import type { LogDetailView } from "#domain/payments/staff-schema";
import { amount, whole } from "../../words.ts";
import { moment, placedWhen } from "../console-words.ts";
import { HumanEnd } from "../HumanEnd.tsx";
import { St } from "../Ledger.tsx";
import { moneyApi } from "../money-api.ts";
import { Telling } from "../Telling.tsx";
import { useActing } from "../use-acting.ts";
import { useOpened } from "../use-opened.ts";
import { Callbacks } from "./Callbacks.tsx";
import { statusSaid } from "./payment-words.ts";
import { WasNotPaid, WasPaid } from "./Resolution.tsx";
import { useReplay } from "./use-replay.ts";
import { Wire } from "./Wire.tsx";

export interface PaymentProps {
  initial: LogDetailView;
  openedAt: number;
  me: string;
  may: { replay: boolean; record: boolean; approve: boolean };
}

/** The whole life of one try to collect money. */
export function Payment({ initial, openedAt, me, may }: PaymentProps) {
  const { id } = initial.attempt;
  const read = () => moneyApi.payment(id);
  const acting = useActing(initial, openedAt, { read, hasMoved });
  const { seen: payment, now, busy } = acting;
  const { attempt, callbacks } = payment;
  const { opened, toggle: choose, form } = useOpened<"paid" | "not-paid">(acting);
  const replay = useReplay(acting, read);
  const { word, mark } = statusSaid(attempt);
  return (
    <>
      <header class="head">
        <div class="bar">
          <div class="stack gap-4">
            <h1 class="id">{attempt.reference}</h1>
            <p class="muted">
              {whole(attempt.methodName)}
              {attempt.mode === "test" && ", test"}, for order{" "}
              <a class="id" href={`/staff/orders/${attempt.order.id}`}>
                {attempt.order.number}
              </a>
              , {placedWhen(attempt.createdAt, now)}
            </p>
          </div>
          <data class="tag" value={attempt.amountMinor / 100}>
            <abbr>{attempt.currency}</abbr>
            {amount(attempt.amountMinor, attempt.currency)}
          </data>
        </div>
        <Telling acting={acting} formOpen={opened !== null} />
        {attempt.waiting && (
          <HumanEnd acting={acting} end={attempt.waiting} read={read} me={me} mayAgree={may.approve} />
        )}
        {attempt.mayResolve && may.record && (
          <>
            <p class="flag wait">
              <b>Nobody asks about this payment any more.</b> Look it up at the provider by its reference, then say what
              became of it.
            </p>
            <div class="row gap-8 only-with-js">
              <button
                type="button"
                class={opened ? "btn" : "btn main"}
                aria-expanded={opened === "paid"}
                onClick={() => choose("paid")}
              >
                It was paid
              </button>
              <button
                type="button"
                class="btn"
                aria-expanded={opened === "not-paid"}
                onClick={() => choose("not-paid")}
              >
                Nothing was paid
              </button>
            </div>
            {opened === "paid" && <WasPaid acting={acting} {...form} />}
            {opened === "not-paid" && <WasNotPaid acting={acting} {...form} />}
          </>
        )}
      </header>
      <div class="case">
        <div class="stack gap-40">
          <section class="stack gap-20">
            <h2>What went over the wire</h2>
            <Wire payment={payment} now={now} />
          </section>
          {callbacks.length > 0 && (
            <section class="stack gap-12">
              <h2>Callbacks, as they came</h2>
              <Callbacks callbacks={callbacks} now={now} busy={busy} mayReplay={may.replay} onReplay={replay} />
            </section>
          )}
        </div>
        <aside class="truth" aria-label="What is true">
          <section>
            <h2>What became of it</h2>
            <p>
              <St mark={mark}>{word}</St>
            </p>
            {attempt.result && attempt.status !== "captured" && (
              <p>
                <b>{attempt.result.title}.</b> {attempt.result.why}
                <br />
                <span class="muted">{attempt.result.next}</span>
              </p>
            )}
            {attempt.resultCode && attempt.status !== "captured" && (
              <p class="small muted">
                Their code: <span class="id">{attempt.resultCode}</span>
              </p>
            )}
          </section>
          <section>
            <h2>Known by</h2>
            <dl class="kv wide-kv">
              <Known name="Receipt" value={attempt.receipt} />
              <Known name="Their reference" value={attempt.providerReference} />
              <Known name="Phone" value={attempt.phone} />
              <Known name="Account" value={attempt.account} />
            </dl>
          </section>
          <section>
            <h2>When</h2>
            <dl class="kv wide-kv">
              <Moment name="Made" at={attempt.createdAt} now={now} />
              <Moment name="Sent" at={attempt.submittedAt} now={now} />
              <Moment name="Payer did his part" at={attempt.pendingAt} now={now} />
              <Moment name="Left behind" at={attempt.supersededAt} now={now} />
              <Moment name="Ended" at={attempt.endedAt} now={now} />
              <Moment name="Asked next" at={attempt.nextLookAt} now={now} />
            </dl>
            {attempt.looks > 0 && (
              <p class="small muted">Asked about {attempt.looks === 1 ? "once" : `${attempt.looks} times`}.</p>
            )}
          </section>
        </aside>
      </div>
    </>
  );
}

const hasMoved = (before: LogDetailView, after: LogDetailView): boolean =>
  before.attempt.status !== after.attempt.status || before.lines.length !== after.lines.length;

function Known({ name, value }: { name: string; value: string | null }) {
  if (!value) return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd class="long">{value}</dd>
    </div>
  );
}

function Moment({ name, at, now }: { name: string; at: number | null; now: number }) {
  if (at === null) return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <time dateTime={new Date(at).toISOString()}>{moment(at, now)}</time>
      </dd>
    </div>
  );
}
