import { type Context, Hono } from "hono";
import type { SimulatorEnv } from "../core/simulation.ts";
import { MPESA } from "../credentials.ts";
import type { Books } from "./books.ts";
import type { Daraja } from "./daraja.ts";
import type { Doors } from "./doors.ts";
import { answerBadField, answerError, readObject, requestId } from "./errors.ts";
import type { MoneyIn } from "./money-in.ts";
import { readStamp } from "./stamp.ts";

const WINDOW_MS = 48 * 60 * 60 * 1000;

/** Pull: every payment of the last 48 hours, for a shop that missed being told. */
export function createPull({ habits, simulation }: Daraja, { faulty, requirePullToken }: Doors, books: Books) {
  const { now, keep } = simulation;
  let isRegistered = false;

  /** Documentation and integrators disagree on the verb; both are taken. */
  async function query(c: Context<SimulatorEnv>): Promise<Response> {
    const body = c.req.method === "GET" ? c.req.query() : await readObject(c);
    if (!body) return answerError(c, "bad-json");
    if (String(body.ShortCode) !== MPESA.shortcode || !isRegistered) return answerError(c, "no-such-shortcode");
    const from = readMoment(body.StartDate);
    if (!from) return answerBadField(c, "StartDate");
    const to = readMoment(body.EndDate);
    if (!to || to < from) return answerBadField(c, "EndDate");
    const offset = Number(body.OffSetValue ?? 0);
    if (!Number.isInteger(offset) || offset < 0) return answerBadField(c, "OffSetValue");

    const earliest = Math.max(from.getTime(), now().getTime() - WINDOW_MS);
    const found = books
      .received()
      .filter(({ at }) => Date.parse(at) >= earliest && Date.parse(at) <= to.getTime())
      .slice(offset, offset + habits.now.pullPageSize);
    if (found.length === 0) {
      const ResponseMessage = "No transactions in this window";
      return c.json({ ResponseRefID: requestId(), ResponseCode: "1001", ResponseMessage, Transaction: "[[]]" });
    }
    const Response = found.map(pulled);
    return c.json({ ResponseRefID: requestId(), ResponseCode: "1000", ResponseMessage: "Success", Response });
  }

  const routes = new Hono<SimulatorEnv>()
    .post("/pulltransactions/v1/register", faulty("pull"), requirePullToken, async (c) => {
      const body = await readObject(c);
      if (!body) return answerError(c, "bad-json");
      if (String(body.ShortCode) !== MPESA.shortcode) return answerError(c, "no-such-shortcode");
      if (body.RequestType !== "Pull") return answerBadField(c, "RequestType");
      if (!/^\+?\d{9,12}$/.test(String(body.NominatedNumber))) return answerBadField(c, "NominatedNumber");
      if (typeof body.CallBackURL !== "string") return answerBadField(c, "CallBackURL");
      const ResponseStatus = isRegistered ? "1001" : "1000";
      const ResponseDescription = isRegistered ? "ShortCode already Registered" : "ShortCode Registered Successfully";
      isRegistered = true;
      keep();
      return c.json({ ResponseRefID: requestId(), ResponseStatus, ShortCode: MPESA.shortcode, ResponseDescription });
    })
    .on(["GET", "POST"], "/pulltransactions/v1/query", faulty("pull"), requirePullToken, query);

  return {
    routes,
    save: () => isRegistered,
    load(saved: boolean): void {
      isRegistered = saved;
    },
    reset(): void {
      isRegistered = false;
    },
  };
}

function pulled(money: MoneyIn) {
  return {
    transactionId: money.receipt,
    trxDate: money.at.replace(/\.\d+Z$/, "Z"),
    msisdn: Number(money.phone),
    sender: "MPESA",
    transactiontype: money.type === "Pay Bill" ? "c2b-pay-bill-debit" : "c2b-buy-goods-debit",
    billreference: money.reference,
    amount: money.amountShillings.toFixed(2),
    organizationname: MPESA.merchantName,
  };
}

/** `2026-11-19 00:00:00`, in East Africa Time. */
function readMoment(value: unknown): Date | undefined {
  const isOne = typeof value === "string" && /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(value);
  return isOne ? readStamp(value.replaceAll(/\D/g, "")) : undefined;
}
