import { z } from "zod";
import { readProfile } from "#db/queries/billing-profiles";
import { DomainError } from "#domain/errors";
import { billingProfileView } from "#domain/payments/staff-schema";
import { showPhone } from "#domain/phone";
import { answers, route, router } from "../../route.ts";
import { attemptView } from "./log-views.ts";
import { plainRefundView } from "./views.ts";

const MOST = 100;

/** /api/staff/billing-profiles: what somebody bought and paid, account or not. */
export const profileRoutes = router().openapi(
  route({
    method: "get",
    path: "/staff/billing-profiles/{id}",
    permission: "payments:read",
    summary: "The orders, payments and refunds of one billing profile",
    request: { params: z.object({ id: z.string().max(64) }) },
    responses: answers(200, billingProfileView, "The newest hundred of each, and the sums of all"),
  }),
  async (c) => {
    const { deps } = c.var;
    const found = await readProfile(deps.db, c.req.valid("param").id, MOST + 1);
    if (!found) throw new DomainError("not-found", "There is no such billing profile.");
    const { profile, orders, payments, refunds, totals } = found;
    return c.json(
      {
        id: profile.id,
        name: profile.name,
        email: profile.email,
        phone: profile.phone && showPhone(profile.phone),
        hasAccount: profile.hasAccount,
        since: profile.createdAt,
        orders: orders.slice(0, MOST).map((order) => ({
          id: order.id,
          number: order.number,
          placedAt: order.createdAt,
          statuses: {
            order: order.orderStatus,
            payment: order.paymentStatus,
            fulfilment: order.fulfilmentStatus,
            verification: order.verificationStatus,
          },
          currency: order.currency,
          totalMinor: order.totalMinor,
          netMinor: order.netMinor,
        })),
        payments: payments.slice(0, MOST).map((row) => attemptView(deps, row)),
        refunds: refunds.slice(0, MOST).map((row) => ({
          ...plainRefundView(deps, row),
          order: { id: row.orderId, number: row.orderNumber },
        })),
        totals: [...totals],
        isCut: [orders, payments, refunds].some(({ length }) => length > MOST),
      },
      200,
    );
  },
);
