import { sql } from "drizzle-orm";
import { readTogether } from "#db/atomically";
import type { Database } from "#db/client";
import type { Currency } from "#domain/money";
import type { FulfilmentStatus, OrderStatus, VerificationStatus } from "#domain/orders/names";
import type { PaymentStatus } from "#domain/payments/names";
import { type AttemptRow, attemptOf } from "./attempts.ts";
import { textOrNull } from "./cells.ts";
import { type DeskRefund, refundRows, refundsWhere } from "./order-desk.ts";

export interface ProfileHistory {
  readonly profile: {
    readonly id: string;
    readonly name: string;
    readonly email: string | null;
    readonly phone: string | null;
    readonly hasAccount: boolean;
    readonly createdAt: number;
  };
  readonly orders: readonly {
    readonly id: string;
    readonly number: string;
    readonly createdAt: number;
    readonly orderStatus: OrderStatus;
    readonly paymentStatus: PaymentStatus;
    readonly fulfilmentStatus: FulfilmentStatus;
    readonly verificationStatus: VerificationStatus;
    readonly currency: Currency;
    readonly totalMinor: number;
    readonly netMinor: number;
  }[];
  readonly payments: readonly (AttemptRow & { readonly orderNumber: string })[];
  readonly refunds: readonly (DeskRefund & { readonly orderNumber: string })[];
  readonly totals: readonly {
    readonly currency: Currency;
    readonly orders: number;
    readonly capturedMinor: number;
    readonly refundedMinor: number;
  }[];
}

/** Everything somebody bought and paid, the newest first, at most `limit` of each kind. */
export async function readProfile(db: Database, id: string, limit: number): Promise<ProfileHistory | null> {
  const [profile, orders, payments, refunds, totals] = await readTogether(db, [
    sql`SELECT * FROM billing_profiles WHERE id = ${id}`,
    sql`SELECT o.*, m.net_minor FROM orders o JOIN order_money m ON m.order_id = o.id WHERE o.billing_profile_id = ${id} ORDER BY o.created_at DESC, o.id LIMIT ${limit}`,
    sql`SELECT p.*, o.number FROM payments p JOIN orders o ON o.id = p.order_id WHERE o.billing_profile_id = ${id} ORDER BY p.created_at DESC, p.id LIMIT ${limit}`,
    refundsWhere(sql`o.billing_profile_id = ${id}`, limit),
    sql`SELECT o.currency, count(*) AS n, sum(m.captured) AS captured, sum(m.refunded) AS refunded FROM orders o JOIN order_money m ON m.order_id = o.id WHERE o.billing_profile_id = ${id} GROUP BY o.currency ORDER BY o.currency`,
  ]);
  const row = profile?.rows[0];
  if (!row) return null;
  const numbers = (refunds?.rows ?? []).map((one) => String(one.number));
  return {
    profile: {
      id: String(row.id),
      name: String(row.name),
      email: textOrNull(row.email),
      phone: textOrNull(row.phone),
      hasAccount: row.user_id !== null,
      createdAt: Number(row.created_at),
    },
    orders: (orders?.rows ?? []).map((one) => ({
      id: String(one.id),
      number: String(one.number),
      createdAt: Number(one.created_at),
      orderStatus: String(one.order_status) as OrderStatus,
      paymentStatus: String(one.payment_status) as PaymentStatus,
      fulfilmentStatus: String(one.fulfilment_status) as FulfilmentStatus,
      verificationStatus: String(one.verification_status) as VerificationStatus,
      currency: String(one.currency) as Currency,
      totalMinor: Number(one.total_minor),
      netMinor: Number(one.net_minor),
    })),
    payments: (payments?.rows ?? []).map((one) => ({ ...attemptOf(one), orderNumber: String(one.number) })),
    refunds: refundRows(refunds?.rows).map((one, at) => ({ ...one, orderNumber: numbers[at] ?? "" })),
    totals: (totals?.rows ?? []).map((one) => ({
      currency: String(one.currency) as Currency,
      orders: Number(one.n),
      capturedMinor: Number(one.captured),
      refundedMinor: Number(one.refunded),
    })),
  };
}
