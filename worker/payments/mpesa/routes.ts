import { z } from "zod";
import { needNotOwn } from "#db/queries/four-eyes";
import { paybillOrder } from "#db/queries/paybill";
import { DomainError, fieldErrors } from "#domain/errors";
import { readBillReference } from "#domain/payments/paybill";
import { testPaymentView } from "#domain/payments/staff-schema";
import type { Deps } from "../../deps.ts";
import { answers, jsonBody, route, router } from "../../route.ts";
import { applicationAddress } from "../../webhooks/application.ts";
import { darajaOf } from "./daraja.ts";
import { registerPaybill } from "./register.ts";
import { makeTestPayment, readTestPayment } from "./test-payment.ts";
import { claimReceipt } from "./typed-receipt.ts";

/** In production it is done once for good: whoever does it says for which short code. */
const registrationBody = z.strictObject({ shortCode: z.string().trim().max(20) });
const registrationView = z.object({
  c2b: z.enum(["registered", "already-registered"]),
  pull: z.enum(["registered", "already-registered", "off"]), // `off`: MPESA_PULL_NUMBER is not set
  sentence: z.string(),
});
const testBody = z.strictObject({ phone: z.string().trim().min(1, "The phone that gets the prompt.").max(30) });
const receiptBody = z.strictObject({
  code: z.string().trim().min(1, "The receipt number, please.").max(40),
  order: z.string().trim().max(40).optional(), // its number, where somebody knows whose it is
});

/** @throws {DomainError} not-configured */
const daraja = (deps: Deps) => {
  const present = darajaOf(deps);
  if (!present) throw new DomainError("not-configured", "M-Pesa is not set up: see MPESA_BASE_URL.");
  return present;
};

const ALREADY =
  "This short code tells somebody of its payments already. If that is not this shop, delete the addresses in the M-Pesa portal (URL management) and register again.";

/** /api/staff/mpesa: what staff do at M-Pesa beside payments of orders. */
export const mpesaRoutes = router()
  .openapi(
    route({
      method: "post",
      path: "/staff/mpesa/registration",
      permission: "payments:record",
      summary: "Have M-Pesa tell this shop of payments at the paybill (C2B, and Pull where it is set up)",
      request: jsonBody(registrationBody),
      responses: answers(200, registrationView, "What M-Pesa said"),
    }),
    async (c) => {
      const { deps } = c.var;
      const { config, door, gateway } = daraja(deps);
      if (c.req.valid("json").shortCode !== config.shortCode)
        throw fieldErrors([{ pointer: "/shortCode", detail: `This shop is paid at ${config.shortCode}.` }]);
      const registered = await registerPaybill(config, door, (kind) => applicationAddress(deps, gateway, kind));
      const sentence =
        registered.c2b === "registered"
          ? "M-Pesa tells this shop of every payment at the paybill from now on."
          : ALREADY;
      return c.json({ ...registered, sentence }, 200);
    },
  )
  .openapi(
    route({
      method: "post",
      path: "/staff/mpesa/test-payments",
      permission: "payments:record",
      summary: "Push one shilling to a phone, for no order: do the keys and the addresses work?",
      request: jsonBody(testBody),
      responses: answers(201, testPaymentView, "The test, with what Daraja said"),
    }),
    async (c) => {
      const { deps, signedIn } = c.var;
      const { gateway } = daraja(deps);
      const { phone } = c.req.valid("json");
      return c.json(await makeTestPayment(deps, gateway, phone, signedIn?.user.id ?? ""), 201);
    },
  )
  .openapi(
    route({
      method: "get",
      path: "/staff/mpesa/test-payments/{id}",
      permission: "payments:record",
      summary: "How a test payment ended",
      request: { params: z.object({ id: z.string().max(64) }) },
      responses: answers(200, testPaymentView, "The test as it is now"),
    }),
    async (c) => {
      const { deps } = c.var;
      return c.json(await readTestPayment(deps, daraja(deps).gateway, c.req.valid("param").id), 200);
    },
  )
  .openapi(
    route({
      method: "post",
      path: "/staff/mpesa/receipts",
      permission: "payments:record",
      summary: "Ask M-Pesa about a receipt number, perhaps for an order: a till payment, or one that nobody has proven",
      request: jsonBody(receiptBody),
      responses: answers(202, z.object({ status: z.literal("checking") }), "It is being asked"),
    }),
    async (c) => {
      const { deps, signedIn } = c.var;
      const { code, order: typed } = c.req.valid("json");
      const bill = typed === undefined ? null : readBillReference(typed);
      const order = bill && (await paybillOrder(deps.db, bill));
      if (typed !== undefined && !order) throw fieldErrors([{ pointer: "/order", detail: "There is no such order." }]);
      const actorId = signedIn?.user.id ?? "";
      if (order) await needNotOwn(deps.db, actorId, order.id);
      await claimReceipt(deps, { code, order, source: "staff", askedBy: actorId, who: actorId });
      return c.json({ status: "checking" as const }, 202);
    },
  );
