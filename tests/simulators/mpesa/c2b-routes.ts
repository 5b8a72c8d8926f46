import { type Context, Hono } from "hono";
import type { SimulatorEnv } from "../core/simulation.ts";
import { MPESA } from "../credentials.ts";
import type { C2b } from "./c2b.ts";
import { readRegistration } from "./c2b-registration.ts";
import type { Daraja } from "./daraja.ts";
import type { Doors } from "./doors.ts";
import { answerBadField, answerError, readObject, requestId } from "./errors.ts";
import type { Paybill } from "./paybill.ts";
import { MOST_SHILLINGS, PHONE, wholeShillings } from "./push-request.ts";

/** C2B: where the shop is told of payments by hand, and the sandbox's way to make one. Version 1 and 2 differ in how they hide the payer. */
export function c2bRoutes({ habits }: Daraja, { requireToken }: Doors, c2b: C2b, paybill: Paybill): Hono<SimulatorEnv> {
  const accepted = (ResponseDescription: string) => ({
    OriginatorCoversationID: requestId(), // The misspelling is Daraja's.
    ResponseCode: "0",
    ResponseDescription,
  });

  async function register(c: Context<SimulatorEnv>, version: 1 | 2): Promise<Response> {
    const body = await readObject(c);
    if (!body) return answerError(c, "bad-json");
    const read = readRegistration(body, version, habits.now);
    if ("field" in read) return answerBadField(c, read.field, read.hint);
    if (c2b.register(read) === "already") return answerError(c, "urls-registered");
    return c.json(accepted("Success"));
  }

  async function simulate(c: Context<SimulatorEnv>): Promise<Response> {
    const body = await readObject(c);
    if (!body) return answerError(c, "bad-json");
    const { CommandID: command, Msisdn: phone, BillRefNumber: reference } = body;
    if (String(body.ShortCode) !== MPESA.shortcode) return answerBadField(c, "ShortCode");
    const isPaybill = command === "CustomerPayBillOnline";
    if (!isPaybill && command !== "CustomerBuyGoodsOnline") return answerBadField(c, "CommandID");
    const amountShillings = wholeShillings(body.Amount);
    if (!amountShillings || amountShillings > MOST_SHILLINGS) return answerBadField(c, "Amount");
    if (!PHONE.test(String(phone))) return answerBadField(c, "Msisdn");
    if (isPaybill ? !isReference(reference) : Boolean(reference)) return answerBadField(c, "BillRefNumber");
    paybill.pay({
      phone: String(phone),
      amountShillings,
      reference: isPaybill ? String(reference) : "",
      type: isPaybill ? "Pay Bill" : "Buy Goods",
    });
    return c.json(accepted("Accept the service request successfully."));
  }

  return new Hono<SimulatorEnv>()
    .post("/mpesa/c2b/v1/registerurl", requireToken, (c) => register(c, 1))
    .post("/mpesa/c2b/v2/registerurl", requireToken, (c) => register(c, 2))
    .post("/mpesa/c2b/v1/simulate", requireToken, simulate)
    .post("/mpesa/c2b/v2/simulate", requireToken, simulate);
}

function isReference(value: unknown): value is string {
  return typeof value === "string" && value.length >= 1 && value.length <= 20;
}
