import { useEffect } from "preact/hooks";
import type { HumanEndView, MismatchView, UnallocatedView } from "#domain/payments/money-schema";
import type { Answer } from "#lib/api";
import { amount, cash, whole } from "../../words.ts";
import { age, placed } from "../console-words.ts";
import { HumanEnd } from "../HumanEnd.tsx";
import { type Column, Ledger, St } from "../Ledger.tsx";
import { type MismatchList, moneyApi, type UnallocatedList } from "../money-api.ts";
import { SayForm } from "../SayForm.tsx";
import { Telling } from "../Telling.tsx";
import { type Acting, thenRead, useActing } from "../use-acting.ts";
import { useOpened } from "../use-opened.ts";
import { Place } from "./Place.tsx";

export interface StrayMoney {
  readonly money: UnallocatedList;
  readonly claims: MismatchList;
  readonly ends: readonly HumanEndView[];
}

export interface UnallocatedProps {
  initial: StrayMoney;
  openedAt: number;
  state: "open" | "ended";
  me: string;
  cursors: { money: string | null; claims: string | null };
  may: { record: boolean; refund: boolean; approve: boolean };
}

/** Money that fits no payment, claims nobody confirms, and what waits for a second person. */
export function Unallocated({ initial, openedAt, state, me, cursors, may }: UnallocatedProps) {
  const read = () => readStray(state, cursors);
  const acting = useActing(initial, openedAt, { read, hasMoved });
  const { money, claims, ends } = acting.seen;
  const { opened, setOpened, toggle } = useOpened(acting);
  const closeAt = (id: string) => () => {
    toggle(id);
    setTimeout(() => document.getElementById(`open-${id}`)?.focus());
  };
  useEffect(() => {
    const wanted = decodeURIComponent(location.hash.slice(1));
    if ([...money.rows, ...claims.rows].some(({ id }) => id === wanted)) setOpened(wanted);
  }, []);
  const shownEnds = ends.filter(({ subject }) => !money.rows.some(({ id }) => id === subject));
  return (
    <>
      <Telling acting={acting} formOpen={opened !== null} />
      {state === "open" && shownEnds.length > 0 && (
        <section class="stack gap-12">
          <h2>For a second person</h2>
          {shownEnds.map((end) => (
            <div key={end.id}>
              <HumanEnd acting={acting} end={end} read={read} me={me} mayAgree={may.approve} />
              {end.kind === "captured" && (
                <p class="small">
                  <a href={`/staff/payments/${end.subject}`}>See the payment</a>
                </p>
              )}
            </div>
          ))}
        </section>
      )}
      <section class="stack gap-8">
        <h2>Money that fits no payment</h2>
        {money.rows.length > 0 ? (
          <Ledger
            caption="Unallocated money, the oldest first"
            columns={moneyColumns(acting.now, opened, toggle)}
            rows={money.rows}
            keyOf={({ id }) => id}
            under={(row) =>
              opened === row.id && (
                <Place
                  acting={acting}
                  money={row}
                  read={read}
                  me={me}
                  may={may}
                  onDone={() => setOpened(null)}
                  onClose={closeAt(row.id)}
                />
              )
            }
          />
        ) : (
          <p class="muted">{state === "open" ? "All money has its payment. Well done." : "None has been ended yet."}</p>
        )}
      </section>
      <section class="stack gap-8">
        <h2>Claims that nobody confirms</h2>
        {claims.rows.length > 0 ? (
          <Ledger
            caption="Claims that no provider confirms, the oldest first"
            columns={claimColumns(acting.now, opened, toggle, may.record)}
            rows={claims.rows}
            keyOf={({ id }) => id}
            under={(row) =>
              opened === row.id && (
                <Dismiss
                  acting={acting}
                  claim={row}
                  read={read}
                  onDone={() => setOpened(null)}
                  onClose={closeAt(row.id)}
                />
              )
            }
          />
        ) : (
          <p class="muted">
            {state === "open" ? "Nobody claims what the providers do not confirm." : "None has been dismissed yet."}
          </p>
        )}
      </section>
    </>
  );
}

/** All three lists; away as soon as one of them is. */
async function readStray(state: string, cursors: UnallocatedProps["cursors"]): Promise<Answer<StrayMoney>> {
  const query = (cursor: string | null) => new URLSearchParams({ state, ...(cursor ? { cursor } : {}) });
  const [money, claims, ends] = await Promise.all([
    moneyApi.unallocated(query(cursors.money)),
    moneyApi.mismatches(query(cursors.claims)),
    moneyApi.ends(),
  ]);
  if (!money.ok) return money;
  if (!claims.ok) return claims;
  if (!ends.ok) return ends;
  return { ok: true, value: { money: money.value, claims: claims.value, ends: ends.value.rows } };
}

const hasMoved = (before: StrayMoney, after: StrayMoney): boolean => print(before) !== print(after);
const print = ({ money, claims, ends }: StrayMoney): string =>
  JSON.stringify([
    money.rows.map(({ id, state, waiting }) => [id, state, waiting?.id]),
    claims.rows.map(({ id, state }) => [id, state]),
    ends.map(({ id, state }) => [id, state]),
  ]);

type Toggle = (id: string) => void;

const moneyColumns = (now: number, opened: string | null, toggle: Toggle): Column<UnallocatedView>[] => [
  {
    head: "The payer wrote",
    as: "name",
    isHeader: true,
    cell: ({ reference, payer }) => (
      <span title={[reference, payer].filter(Boolean).join(", ")}>
        {[reference, payer].filter(Boolean).join(", ") || "nothing"}
      </span>
    ),
  },
  {
    head: "Their reference",
    as: "id",
    cell: ({ methodName, providerRef }) => (
      <>
        <span class="id">{providerRef}</span> <span class="muted">{whole(methodName)}</span>
      </>
    ),
  },
  { head: "It may be for", as: "state", cell: (money) => <Standing money={money} /> },
  {
    head: "Amount",
    as: "sum",
    cell: ({ currency, amountMinor }) => (
      <>
        <span class="muted cur">{currency}</span> {amount(amountMinor, currency)}
      </>
    ),
  },
  { head: "Came", as: "when", cell: ({ occurredAt }) => placed(occurredAt, now) },
  {
    head: "Next",
    as: "next",
    cell: (money) => (
      <Open
        id={money.id}
        opened={opened}
        toggle={toggle}
        name={`${cash(money.amountMinor, money.currency)}, ${money.reference || money.providerRef}`}
      >
        {money.state !== "open" ? "See it" : money.waiting ? "Look at it" : "Place it"}
      </Open>
    ),
  },
];

function Standing({ money }: { money: UnallocatedView }) {
  if (money.state === "allocated") return <St mark="done">{money.allocatedTo?.number ?? "Allocated"}</St>;
  if (money.state === "returned") return <St mark="info">Sent back</St>;
  if (money.waiting) return <St mark="wait">Second person</St>;
  const [first] = money.suggestions;
  if (first) return <St mark="info">{first.number}</St>;
  return money.about ? (
    <span class="muted">came with {money.about.number}</span>
  ) : (
    <span class="muted">nobody known</span>
  );
}

const claimColumns = (
  now: number,
  opened: string | null,
  toggle: Toggle,
  mayDismiss: boolean,
): Column<MismatchView>[] => [
  {
    head: "Payment",
    as: "name",
    isHeader: true,
    cell: ({ attempt }) => (
      <a class="id" href={`/staff/payments/${attempt.id}`}>
        {attempt.reference}
      </a>
    ),
  },
  {
    head: "They claim",
    as: "id",
    cell: ({ claimedRef, methodName }) => (
      <>
        <span class="id">{claimedRef}</span> <span class="muted">{whole(methodName)}</span>
      </>
    ),
  },
  {
    head: "Why it does not fit",
    as: "state",
    cell: ({ reason }) => (
      <span class="muted" title={reason}>
        {reason}
      </span>
    ),
  },
  {
    head: "Claimed",
    as: "sum",
    cell: ({ claimedCurrency, claimedAmountMinor, attempt }) => (
      <span class={claimedAmountMinor === attempt.amountMinor ? undefined : "off"}>
        <span class="muted cur">{claimedCurrency}</span> {amount(claimedAmountMinor, attempt.currency)}
      </span>
    ),
  },
  {
    head: "Asked for",
    as: "more",
    isNumber: true,
    cell: ({ attempt }) => amount(attempt.amountMinor, attempt.currency),
  },
  { head: "Waits", as: "when", cell: ({ at }) => age(at, now) },
  {
    head: "Next",
    as: "next",
    cell: (claim) =>
      claim.state === "open" && mayDismiss ? (
        <Open id={claim.id} opened={opened} toggle={toggle} name={claim.attempt.reference}>
          Dismiss
        </Open>
      ) : (
        <span class="muted">{claim.state === "open" ? "" : "dismissed"}</span>
      ),
  },
];

function Open({
  id,
  opened,
  toggle,
  name,
  children,
}: {
  id: string;
  opened: string | null;
  toggle: Toggle;
  name: string;
  children: string;
}) {
  return (
    <button
      type="button"
      class="next-btn only-with-js"
      id={`open-${id}`}
      aria-expanded={opened === id}
      aria-label={`${children}: ${name}`}
      onClick={() => toggle(id)}
    >
      {children}
    </button>
  );
}

interface DismissProps {
  acting: Acting<StrayMoney>;
  claim: MismatchView;
  read: () => Promise<Answer<StrayMoney>>;
  onDone: () => void;
  onClose: () => void;
}

function Dismiss({ acting, claim, read, onDone, onClose }: DismissProps) {
  return (
    <div class="stack gap-8">
      <p class="small">{claim.reason}</p>
      <SayForm
        acting={acting}
        name="Dismiss the claim"
        button="Dismiss it"
        field={{
          name: "note",
          label: "What was it, then?",
          hint: "Look it up at the provider first. Only staff read this.",
          missing: "What was it, then?",
        }}
        send={(note) => thenRead(moneyApi.dismiss(claim.id, note), read, acting.seen)}
        done={`Dismissed: the claim about ${claim.attempt.reference}.`}
        onDone={onDone}
        onClose={onClose}
      />
    </div>
  );
}
