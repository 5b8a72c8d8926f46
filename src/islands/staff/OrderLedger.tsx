import type { StaffOrderRow } from "#domain/orders/schema";
import { amount } from "../words.ts";
import { deliverySaid, paymentSaid, placed } from "./console-words.ts";
import { type Column, Ledger, St } from "./Ledger.tsx";

interface Props {
  orders: readonly StaffOrderRow[];
  caption: string;
  now: number;
}

/** Where the next step is taken: the form of that name opens on the order's page. */
const STEPS: Readonly<Record<string, string>> = { Ship: "#ship", "Take money": "#record-money", Deliver: "#deliver" };
const hrefOf = ({ id }: StaffOrderRow): string => `/staff/orders/${id}`;

export function OrderLedger({ orders, caption, now }: Props) {
  return <Ledger caption={caption} columns={columnsAt(now)} rows={orders} keyOf={({ id }) => id} />;
}

const columnsAt = (now: number): Column<StaffOrderRow>[] => [
  {
    head: "Order",
    as: "id",
    isHeader: true,
    cell: (order) => (
      <a class="id" href={hrefOf(order)}>
        {order.number}
      </a>
    ),
  },
  { head: "Name", as: "name", cell: ({ name }) => <span title={name}>{name}</span> },
  { head: "Town", as: "more", isExtra: true, cell: ({ region }) => region },
  { head: "Pieces", as: "more", isNumber: true, isExtra: true, cell: ({ pieces }) => pieces },
  {
    head: "Payment",
    as: "state",
    cell: (order) => {
      const { word, mark } = paymentSaid(order);
      return (
        <>
          <St mark={mark}>{word}</St> <span class="muted">{order.methodName}</span>
        </>
      );
    },
  },
  {
    head: "Delivery",
    as: "more",
    cell: (order) => {
      const { word, mark } = order.late ? { word: "Late", mark: "fail" } : deliverySaid(order);
      return <St mark={mark}>{word}</St>;
    },
  },
  {
    head: "Amount",
    as: "sum",
    cell: ({ currency, totalMinor }) => (
      <>
        <span class="muted cur">{currency}</span> {amount(totalMinor, currency)}
      </>
    ),
  },
  {
    head: "Placed",
    as: "when",
    cell: ({ late, placedAt }) => (
      <>
        {late && <span class="late on-card">late, </span>}
        <time dateTime={new Date(placedAt).toISOString()}>{placed(placedAt, now)}</time>
      </>
    ),
  },
  {
    head: "Next",
    as: "next",
    cell: (order) =>
      order.next && (
        <a
          class="next"
          href={`${hrefOf(order)}${STEPS[order.next] ?? ""}`}
          aria-label={`${order.next}: ${order.number}, ${order.name}`}
        >
          {order.next}
        </a>
      ),
  },
];
