import { useEffect, useRef, useState } from "preact/hooks";
import type { StaffOrderView } from "#domain/orders/schema";
import { amount } from "../words.ts";
import { placedWhen } from "./console-words.ts";
import { isTyping } from "./keys.ts";
import { MoneyForm } from "./MoneyForm.tsx";
import { ExcessForm, RefundForm } from "./money/RefundForm.tsx";
import { NoteForm } from "./NoteForm.tsx";
import { ShipForm } from "./ShipForm.tsx";
import { Telling } from "./Telling.tsx";
import { useOrder } from "./use-order.ts";
import { WhatHappened } from "./WhatHappened.tsx";
import { WhatIsTrue } from "./WhatIsTrue.tsx";

type Action = StaffOrderView["actions"][number] | StaffOrderView["money"]["moneyActions"][number];

export interface StaffOrderProps {
  initial: StaffOrderView;
  /** When the server drew it, unix ms: both drawings speak of the same "today". */
  openedAt: number;
  /** What the signed-in person may do at all. */
  may: { ship: boolean; record: boolean; approve: boolean; readPayments: boolean };
  /** The signed-in person's name. */
  me: string;
}

const BUTTONS: Readonly<Record<Action, { label: string; key: string }>> = {
  ship: { label: "Ship", key: "s" },
  "record-money": { label: "Record money", key: "m" },
  deliver: { label: "Delivered", key: "d" },
  refuse: { label: "Not taken", key: "n" },
  "refund-excess": { label: "Refund the excess", key: "x" },
  refund: { label: "Refund", key: "f" },
};

/** Never the accent of the page. */
const QUIET: readonly Action[] = ["refuse", "refund"];

/** An order as staff see it: name, amount and what can be done above; what happened and what is true below. */
export function StaffOrder({ initial, openedAt, may, me }: StaffOrderProps) {
  const acting = useOrder(initial, openedAt);
  const { order, now, busy } = acting;
  const actions: Action[] = [
    ...order.actions.filter((action) => (action === "record-money" ? may.record : may.ship)),
    ...order.money.moneyActions,
  ];
  const [opened, setOpened] = useState<Action | null>(null);
  const open = opened && actions.includes(opened) ? opened : null;
  const buttons = useRef<Partial<Record<Action, HTMLButtonElement | null>>>({});

  const choose = (action: Action) => {
    if (busy) return;
    acting.forget();
    setOpened(open === action ? null : action);
  };
  const close = () => {
    const from = open;
    setOpened(null);
    acting.forget();
    if (from) buttons.current[from]?.focus();
  };

  useEffect(() => {
    const wanted = location.hash.slice(1) as Action;
    if (actions.includes(wanted)) setOpened(wanted);
  }, []);
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const action = actions.find((name) => BUTTONS[name].key === event.key);
      if (!action || isTyping(event)) return;
      event.preventDefault();
      buttons.current[action]?.focus();
      if (open !== action) choose(action);
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  });
  const form = { acting, onDone: () => setOpened(null), onClose: close };
  return (
    <>
      <header class="head">
        <div class="bar">
          <div class="stack gap-4">
            <h1>{order.contact.name}</h1>
            <p class="muted">
              <span class="id">{order.number}</span>, placed {placedWhen(order.placedAt, now)}
            </p>
          </div>
          <data class="tag" value={order.totalMinor / 100}>
            <abbr>{order.currency}</abbr>
            {amount(order.totalMinor, order.currency)}
          </data>
        </div>
        {actions.length > 0 && (
          <div class="row gap-8 only-with-js">
            {actions.map((action, at) => (
              <button
                key={action}
                type="button"
                class={
                  at === 0 && !open && action !== "refund" ? "btn main" : QUIET.includes(action) ? "btn bare" : "btn"
                }
                aria-expanded={open === action}
                aria-label={BUTTONS[action].label}
                aria-keyshortcuts={BUTTONS[action].key}
                aria-disabled={busy}
                ref={(button) => {
                  buttons.current[action] = button;
                }}
                onClick={() => choose(action)}
              >
                {BUTTONS[action].label} <kbd>{BUTTONS[action].key.toUpperCase()}</kbd>
              </button>
            ))}
          </div>
        )}
        <Telling acting={acting} formOpen={open !== null} />
        {open === "ship" && <ShipForm {...form} />}
        {open === "record-money" && <MoneyForm {...form} />}
        {open === "refund-excess" && <ExcessForm {...form} />}
        {open === "refund" && <RefundForm {...form} />}
        {(open === "deliver" || open === "refuse") && <NoteForm key={open} end={open} {...form} />}
      </header>
      <div class="case">
        <WhatHappened entries={order.timeline} now={now} />
        <WhatIsTrue acting={acting} me={me} may={may} />
      </div>
    </>
  );
}
