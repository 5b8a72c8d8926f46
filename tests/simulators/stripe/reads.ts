import * as z from "zod";
import type { Books, Payment, StripeObject } from "./books.ts";
import type { Dispute } from "./dispute.ts";
import { noSuch, StripeError } from "./errors.ts";
import type { Form } from "./form.ts";
import { integer, readParams } from "./params.ts";
import type { Refund } from "./refund.ts";

type Kind = "session" | "payment_intent" | "refund" | "dispute";
const NAMES: Record<Kind, string> = {
  session: "checkout.session",
  payment_intent: "payment_intent",
  refund: "refund",
  dispute: "dispute",
};

const expansion = z.strictObject({ expand: z.array(z.string()).optional() });
const range = z.union([
  integer.transform((value) => ({ gte: value, lte: value })),
  z.strictObject({ gt: integer.optional(), gte: integer.optional(), lt: integer.optional(), lte: integer.optional() }),
]);
const page = {
  limit: integer.refine((limit) => limit >= 1 && limit <= 100, "Limit must be between 1 and 100.").default(10),
  starting_after: z.string().optional(),
  created: range.optional(),
};
const ofPayment = z.strictObject({ ...page, payment_intent: z.string().optional(), charge: z.string().optional() });
const eventQuery = z.strictObject({
  ...page,
  type: z.string().optional(),
  types: z.array(z.string()).max(20).optional(),
});

/** What the GETs answer: what is true now, or what was true when time was made to stand still. */
export function createReads(books: Books) {
  const standing = (payment: Payment): Payment => books.desk.asOf(payment.session.id) ?? payment;

  function one(kind: Kind, id: string, query: Form): unknown {
    const owner = books.ownerOf(id);
    const found =
      owner && objectsOf(standing(owner)).find((object) => object.id === id && object.object === NAMES[kind]);
    if (!found) throw noSuch(NAMES[kind], id, kind === "payment_intent" ? "intent" : kind);
    const { expand = [] } = readParams(expansion, query);
    return expand.reduce<unknown>((object, member) => expanded(object as StripeObject, member), found);
  }

  function expanded(object: StripeObject, member: string): unknown {
    const id = (object as Record<string, unknown>)[member];
    if (member !== "payment_intent" || id === undefined) {
      throw new StripeError(400, `This property cannot be expanded (${member}).`, { param: "expand" });
    }
    return id === null ? object : { ...object, payment_intent: one("payment_intent", String(id), {}) };
  }

  function list(kind: "refund" | "dispute", query: Form) {
    const { payment_intent: intent, charge, ...rest } = readParams(ofPayment, query);
    const some = intent ?? charge;
    if (intent !== undefined && !books.ownerOf(intent)) throw noSuch("payment_intent", intent, "payment_intent", 400);
    const owner = some === undefined ? undefined : books.ownerOf(some);
    const payments = some === undefined ? [...books.payments.values()] : owner ? [owner] : [];
    const all = payments
      .map(standing)
      .flatMap((then): (Refund | Dispute)[] => (kind === "refund" ? then.refunds : then.disputes));
    const fits = all.filter((object) => !charge || object.charge === charge).sort((a, b) => a.created - b.created);
    return asList(`/v1/${kind}s`, fits, rest);
  }

  function event(id: string): unknown {
    const notice = books.desk.find(id);
    if (!notice) throw noSuch("event", id, "id");
    return JSON.parse(notice.text);
  }

  function events(query: Form) {
    const { type, types = type === undefined ? undefined : [type], ...rest } = readParams(eventQuery, query);
    const isMeant = (name: string) =>
      types?.some((one) => one === name || (one.endsWith("*") && name.startsWith(one.slice(0, -1))));
    const notices = books.desk.all().filter((notice) => !types || isMeant(notice.type));
    return asList(
      "/v1/events",
      notices.map((notice) => JSON.parse(notice.text) as { id: string; created: number }),
      rest,
    );
  }

  return { one, list, event, events };
}

function objectsOf({ session, intent, refunds, disputes }: Payment): StripeObject[] {
  return [session, ...(intent ? [intent] : []), ...refunds, ...disputes];
}

interface Page {
  readonly limit: number;
  readonly starting_after?: string | undefined;
  readonly created?: z.output<typeof range> | undefined;
}

/** One page of a list, newest first. `items` come oldest first. */
function asList<Item extends { id: string; created: number }>(url: string, items: readonly Item[], page: Page) {
  const { gt = -1, gte = 0, lt = Infinity, lte = Infinity } = { ...page.created } as Record<string, number | undefined>;
  const newest = items
    .filter(({ created }) => created > gt && created >= gte && created < lt && created <= lte)
    .reverse();
  const from = page.starting_after === undefined ? 0 : newest.findIndex(({ id }) => id === page.starting_after) + 1;
  const data = newest.slice(from, from + page.limit);
  return { object: "list", data, has_more: from + data.length < newest.length, url };
}
