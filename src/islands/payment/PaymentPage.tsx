import { useStore } from "@nanostores/preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { OrderView, PaymentView } from "#domain/orders/schema";
import type { TransferView } from "#domain/payments/bank-schema";
import { fill } from "#domain/sentences/fill";
import type { PaymentWords } from "#domain/sentences/payment-pages";
import { $order, $payment, $silent, askPayment, keepAsking } from "#stores/payment";
import { $transfer } from "#stores/transfer";
import { Checking } from "./Checking.tsx";
import { AtTheDoor, Cancelled, Paid } from "./Ended.tsx";
import { Failed } from "./Failed.tsx";
import { GoOn } from "./GoOn.tsx";
import { useGoingOn, type Whereabouts } from "./going-on.ts";
import { headingOf } from "./headings.ts";
import { OldLink } from "./OldLink.tsx";
import { PartPaid } from "./PartPaid.tsx";
import type { RefusedPost } from "./plain-form.ts";
import type { StateProps } from "./state-props.ts";
import { TestMode } from "./TestMode.tsx";
import { Transfer } from "./Transfer.tsx";
import { Waiting } from "./Waiting.tsx";

export interface PaymentProps {
  token: string;
  say: PaymentWords;
  initial: PaymentView;
  order: OrderView | null;
  /** Where this order has a bank transfer. */
  transfer: TransferView | null;
  /** How the payer came to this page: from the provider's, or not. */
  cameBack: Whereabouts;
  /** Keys for the forms of a browser that runs no scripts. */
  idempotencyKey: string;
  /** A refusal of such a form. */
  refused: RefusedPost | null;
  /** Where simulated payments are decided, on a developer's machine. */
  simulators: string | null;
}

/** One page for a payment from its beginning to its end. It changes by itself, and says so. */
export function PaymentPage(props: PaymentProps) {
  const { say } = props;
  const heard = useStore($payment);
  const order = useStore($order) ?? props.order;
  const transfer = useStore($transfer) ?? props.transfer;
  const silent = useStore($silent);
  const view = heard?.view ?? props.initial;
  const where = useGoingOn(view, props.cameBack);
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
  const heading = headingOf({ view, say, where, transfer });
  useEffect(() => {
    document.title = fill(say.payment.title, { heading });
  }, [heading]);

  const since = heard ? Math.floor((Date.now() - heard.heardAt) / 1_000) : 0;
  const shared: StateProps = {
    ...props,
    view,
    order,
    transfer,
    where,
    since,
    askNow: () => void asking.current?.now(),
  };
  return (
    <>
      <p class="sr" role="status">
        {heading}
      </p>
      <TestMode say={say} view={view} simulators={props.simulators} />
      {silent && (
        <p class="notice" role="status">
          {say.payment.silent}
        </p>
      )}
      <OldLink {...shared} />
      <State {...shared} />
    </>
  );
}

function State(props: StateProps) {
  switch (props.view.state) {
    case "waiting":
      return <Waiting {...props} />;
    case "redirect":
      return <GoOn {...props} />;
    case "transfer":
      return <Transfer {...props} />;
    case "part-paid":
      return <PartPaid {...props} />;
    case "checking":
      return <Checking {...props} />;
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
