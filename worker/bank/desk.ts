import {
  type DeskAwaitingRow,
  type DeskLineRow,
  type DeskOrderRow,
  type DeskProofRow,
  type DeskRows,
  readBankDesk,
} from "#db/queries/bank-desk";
import { formatMoney, money } from "#domain/money";
import { suggestOrders } from "#domain/payments/bank-booking";
import type { BankDeskView, DeskFlag, DeskLine, DeskOrder, DeskProof } from "#domain/payments/bank-schema";
import type { Deps } from "../deps.ts";
import { distance } from "../documents/picture-hash.ts";
import { verifiers } from "./book-line.ts";

const OLD_MS = 2 * 86_400_000;
const MANY_PROOFS = 3;
const SIMILAR = 6; // of 64 bits

/** The bank desk as it is now, for whoever stands at it. */
export async function bankDesk(deps: Deps, me: string, imported?: BankDeskView["imported"]): Promise<BankDeskView> {
  const now = deps.now();
  const [rows, people] = await Promise.all([readBankDesk(deps.db, me, now), verifiers(deps)]);
  const lines = rows.lines.map((line) => lineView(deps, line, rows, me, now));
  return {
    accounts: rows.accounts.map(({ profile, ...account }) => ({ ...account, profile })),
    proofs: rows.proofs.map((proof) => proofView(proof, rows, me, now)),
    open: lines.filter(({ state }) => state === "open"),
    waiting: lines.filter(({ state }) => state === "waiting"),
    awaiting: rows.awaiting.map(({ payerNames: _names, order, ...one }) => ({ ...one, order: orderView(order) })),
    twoPeopleFrom: people > 1 ? { ...deps.config.twoPeopleFrom } : null,
    ...(imported ? { imported } : {}),
  };
}

const orderView = ({ isOwn: _own, lacksMinor, ...order }: DeskOrderRow): DeskOrder => ({
  ...order,
  dueMinor: order.status === "cancelled" ? 0 : Math.max(0, lacksMinor),
});

function proofView(proof: DeskProofRow, { pictures }: DeskRows, me: string, now: number): DeskProof {
  const { id, order, currency, attempt, sentAt, mime, bytes, name, reviewer } = proof;
  return {
    id,
    order: orderView(order),
    currency,
    attempt,
    sentAt,
    file: { url: `/api/staff/documents/${id}`, name, mime, bytes, isPicture: mime.startsWith("image/") },
    claimed: {
      amountMinor: proof.claimedAmountMinor,
      reference: proof.claimedReference,
      payer: proof.payerName,
      note: proof.note,
    },
    review:
      reviewer && reviewer.until > now
        ? { by: reviewer.name, isMine: reviewer.id === me, until: reviewer.until }
        : null,
    flags: proofFlags(proof, pictures, now),
  };
}

function proofFlags(proof: DeskProofRow, pictures: DeskRows["pictures"], now: number): DeskFlag[] {
  const { order, currency, attempt, claimedAmountMinor, sameFile, sameReference, sentForOrder } = proof;
  const alike = similarTo(proof, pictures);
  const differs = claimedAmountMinor !== null && claimedAmountMinor !== attempt.amountMinor;
  const ask = formatMoney(money(attempt.amountMinor, currency));
  return flags([
    ["same-file", sameFile !== "", `The very same file was sent for ${listed(sameFile)}.`],
    ["similar-picture", alike !== "", `The picture looks like one sent for ${listed(alike)}.`],
    ["same-reference", sameReference !== "", `The bank's reference on it belongs to ${listed(sameReference)}.`],
    [
      "amount-differs",
      differs,
      `It says ${formatMoney(money(claimedAmountMinor ?? 0, currency))}, asked for is ${ask}.`,
    ],
    ["not-asked", attempt.status !== "submitted", "Its payment is not asked for any more."],
    ["old", proof.sentAt < now - OLD_MS, "It has waited for more than two days."],
    ["many-proofs", sentForOrder >= MANY_PROOFS, `${sentForOrder} files were sent for this order.`],
    ["own-order", order.isOwn, "This is an order of your own: somebody else judges it."],
  ]);
}

/** Numbers of other orders whose picture looks the same. */
function similarTo({ hash, order, sameFile }: DeskProofRow, pictures: DeskRows["pictures"]): string {
  if (hash === null) return "";
  const alike = pictures.filter(
    (one) => one.orderId !== order.id && !sameFile.includes(one.number) && distance(one.hash, hash) <= SIMILAR,
  );
  return [...new Set(alike.map(({ number }) => number))].slice(0, 5).join(",");
}

function lineView(deps: Deps, line: DeskLineRow, rows: DeskRows, me: string, now: number): DeskLine {
  const { enteredBy, matchedBy, order, marks: _marks, ...plain } = line;
  const mayApprove = line.state === "waiting" && (matchedBy ?? enteredBy).id !== me && order?.isOwn !== true;
  return {
    ...plain,
    enteredBy: enteredBy.name,
    matchedBy: matchedBy?.name ?? null,
    order: line.state === "waiting" && order ? orderView(order) : null,
    suggestions: line.state === "open" ? suggestionsFor(line, rows.awaiting) : [],
    mayApprove,
    flags: lineFlags(deps, line, now),
  };
}

/** The order its reference names, else those that wait for just this amount. */
function suggestionsFor(line: DeskLineRow, awaiting: readonly DeskAwaitingRow[]): DeskLine["suggestions"] {
  if (line.order) return [{ order: orderView(line.order), why: "reference" }];
  const people = awaiting.map(({ order, amountMinor, currency, payerNames }) => ({
    orderId: order.id,
    amountMinor,
    currency,
    names: [order.name, payerNames],
  }));
  const text = `${line.narrative} ${line.payer}`;
  return suggestOrders({ amountMinor: line.amountMinor, currency: line.currency, text }, people).flatMap(
    ({ orderId, why }) => {
      const found = awaiting.find(({ order }) => order.id === orderId);
      return found ? [{ order: orderView(found.order), why }] : [];
    },
  );
}

function lineFlags(deps: Deps, line: DeskLineRow, now: number): DeskFlag[] {
  const { order, amountMinor, currency, marks } = line;
  const due = order ? formatMoney(money(Math.max(0, order.lacksMinor), currency)) : "";
  const large = amountMinor >= deps.config.twoPeopleFrom[currency];
  return flags([
    ["amount-differs", order !== null && order.lacksMinor !== amountMinor, `Order ${order?.number} lacks ${due}.`],
    ["not-asked", order !== null && order.status !== "placed", `Order ${order?.number} is ${order?.status}.`],
    ["typed-before", marks.typedBefore, "A line of this amount was typed from the statement about that day."],
    [
      "unallocated",
      marks.isUnallocated || marks.hasGoneBack,
      marks.hasGoneBack
        ? "It was sent back as unallocated money, or is said to have been: it pays nothing."
        : "It is kept as unallocated money.",
    ],
    ["old", line.since < now - OLD_MS, "It has waited for more than two days."],
    ["second-person", marks.twoPeople || large, "Two people have to agree."],
    ["own-order", order?.isOwn === true, "This is an order of your own: somebody else judges it."],
  ]);
}

const flags = (all: readonly (readonly [DeskFlag["kind"], boolean, string])[]): DeskFlag[] =>
  all.filter(([, holds]) => holds).map(([kind, , detail]) => ({ kind, detail }));
const listed = (numbers: string): string => numbers.split(",").join(", ");
