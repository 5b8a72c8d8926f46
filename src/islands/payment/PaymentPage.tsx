import { useStore } from "@nanostores/preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { OrderView, PaymentView } from "#domain/orders/schema";
import { $order, $payment, $silent, askPayment, keepAsking } from "#stores/payment";
import { Checking } from "./Checking.tsx";
import { AtTheDoor, Cancelled, Paid } from "./Ended.tsx";
import { Failed } from "./Failed.tsx";
import { headingOf } from "./headings.ts";
import { TestPhone } from "./TestPhone.tsx";
import { Waiting } from "./Waiting.tsx";

export interface PaymentProps {
  token: string;
  initial: PaymentView;
  order: OrderView | null;
  /** Keys for the forms of a browser that runs no scripts. */
  idempotencyKey: string;
  /** A refusal of such a form. */
  refusal: string | null;
  testPhone: string | null;
}

export interface StateProps {
  view: PaymentView;
  order: OrderView | null;
  /** Seconds since `view` was said. */
  since: number;
  token: string;
  idempotencyKey: string;
  refusal: string | null;
  askNow: () => void;
}

/** One page for a payment from the prompt to its end. It changes by itself, and says so. */
export function PaymentPage(props: PaymentProps) {
  const heard = useStore($payment);
  const order = useStore($order) ?? props.order;
  const silent = useStore($silent);
  const view = heard?.view ?? props.initial;
  const asking = useRef<ReturnType<typeof keepAsking>>();
  const [, tick] = useState(0);

  useEffect(() => {
    const start = () => keepAsking(() => askPayment(props.token), props.initial.pollAfterMs);
    asking.current = start();
    const timer = setInterval(() => tick((count) => count + 1), 1_000);
    return () => {
      asking.current?.end();
      clearInterval(timer);
    };
  }, []);
  const heading = headingOf(view);
  useEffect(() => {
    document.title = `${heading} · Duka`;
  }, [heading]);

  const since = heard ? Math.floor((Date.now() - heard.heardAt) / 1_000) : 0;
  const shared: StateProps = { ...props, view, order, since, askNow: () => void asking.current?.now() };
  return (
    <>
      <p class="sr" role="status">
        {heading}
      </p>
      {view.testMode && <TestPhone href={view.state === "waiting" ? props.testPhone : null} />}
      {silent && (
        <p class="notice" role="status">
          The line is bad just now, so this page may be a little behind. It goes on trying; nothing is lost.
        </p>
      )}
      <State {...shared} />
    </>
  );
}

function State(props: StateProps) {
  switch (props.view.state) {
    case "waiting":
      return <Waiting {...props} />;
    case "checking":
      return <Checking {...props} />;
    case "redirect":
    case "transfer":
      return <Waiting {...props} />;
    case "part-paid":
    case "failed":
      return <Failed {...props} />;
    case "paid":
      return <Paid {...props} />;
    case "at-the-door":
      return <AtTheDoor {...props} />;
    case "cancelled":
      return <Cancelled {...props} />;
  }
}
