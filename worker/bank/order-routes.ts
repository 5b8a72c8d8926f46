import type { Context } from "hono";
import { z } from "zod";
import { type OrderBundle, readOrder } from "#db/queries/orders";
import { DomainError } from "#domain/errors";
import { proofFields, transferView } from "#domain/payments/bank-schema";
import type { Deps } from "../deps.ts";
import { type AppEnv, answers, route, router } from "../route.ts";
import { readToken, sign } from "../tokens.ts";
import { bankInstructions } from "./instructions.ts";
import { uploadProof } from "./upload-proof.ts";

const byToken = { params: z.object({ token: z.string().max(160) }) };
const proofForm = proofFields.extend({ file: z.any().openapi({ type: "string", format: "binary" }) });

/** @throws {DomainError} not-found, alike for a forged, an old and a cut token */
async function orderOf(deps: Deps, token: string): Promise<OrderBundle> {
  const orderId = readToken(deps.config.linkSecret, "order", token);
  const bundle = orderId && (await readOrder(deps.db, orderId));
  if (!bundle) throw new DomainError("not-found", "There is no such order, or the link is not whole.");
  return bundle;
}

/** /api/orders/:token: the bank transfer of an order, for the holder of its link. */
export const bankOrderRoutes = router()
  .openapi(
    route({
      method: "get",
      path: "/orders/{token}/bank",
      permission: "public",
      summary: "Where to send a bank transfer, how much, under which reference, and the slips that were sent",
      request: byToken,
      responses: answers(200, transferView, "The transfer"),
    }),
    async (c) => {
      const view = await bankInstructions(c.var.deps, await orderOf(c.var.deps, c.req.valid("param").token));
      if (!view) throw new DomainError("not-found", "No bank transfer is asked for on this order.");
      return c.json(view, 200);
    },
  )
  .openapi(
    route({
      method: "post",
      path: "/orders/{token}/proofs",
      permission: "public",
      summary: "Send a picture or PDF of a transfer slip: field file, and amount, reference, payer, note if known",
      request: {
        ...byToken,
        body: { required: true, content: { "multipart/form-data": { schema: proofForm } } },
      },
      responses: answers(201, transferView, "The transfer with its slips"),
    }),
    async (c) => {
      const { deps } = c.var;
      const bundle = await orderOf(deps, c.req.param("token"));
      const client = sign(deps.config.linkSecret.current, "client", c.req.header("CF-Connecting-IP") ?? "").slice(
        0,
        32,
      );
      return c.json(await uploadProof(deps, bundle, await formOf(c), client), 201);
    },
  );

/** The form, which the router may have read already. */
async function formOf(c: Context<AppEnv>): Promise<FormData> {
  if (!/^multipart\/form-data\b/i.test(c.req.header("Content-Type") ?? ""))
    throw new DomainError("unsupported-media-type", "Send the slip as multipart/form-data.", {
      errors: [{ pointer: "Content-Type", detail: "must be multipart/form-data" }],
    });
  return (await c.req.formData()) as unknown as FormData;
}
