import { PAYPAL } from "../credentials.ts";
import type { WireAmount } from "./amounts.ts";
import { newId, stamp } from "./ids.ts";
import type { OrderRequest } from "./order-request.ts";

export const PAYER = {
  email_address: "amina@example.com",
  payer_id: "QYR5Z8XDVJNXQ",
  name: { given_name: "Amina", surname: "Otieno" },
} as const;
export const PAYEE = { email_address: "merchant@example.com", merchant_id: PAYPAL.merchantId } as const;

/** An order as it travels, but for its links and payments. */
export interface Order {
  readonly id: string;
  readonly intent: "CAPTURE";
  status: "CREATED" | "PAYER_ACTION_REQUIRED" | "APPROVED" | "COMPLETED";
  readonly purchase_units: readonly [OrderUnit];
  payment_source?: { readonly paypal: object };
  payer?: typeof PAYER;
  readonly create_time: string;
  update_time: string;
}

interface OrderUnit {
  readonly reference_id: string;
  readonly amount: WireAmount;
  readonly payee: typeof PAYEE;
  readonly custom_id?: string;
  readonly invoice_id?: string;
  readonly description?: string;
  readonly soft_descriptor?: string;
}

export function newOrder({ unit, namesSource }: OrderRequest, status: Order["status"], at: Date): Order {
  const { reference_id, custom_id, invoice_id, description, soft_descriptor, amount } = unit;
  return {
    id: newId(),
    intent: "CAPTURE",
    status,
    ...(namesSource && { payment_source: { paypal: {} } }),
    purchase_units: [
      {
        reference_id,
        amount,
        payee: PAYEE,
        ...(custom_id !== undefined && { custom_id }),
        ...(invoice_id !== undefined && { invoice_id }),
        ...(description !== undefined && { description }),
        ...(soft_descriptor !== undefined && { soft_descriptor }),
      },
    ],
    create_time: stamp(at),
    update_time: stamp(at),
  };
}

/** A capture as it travels, but for its links. */
export interface Capture {
  readonly id: string;
  status: "COMPLETED" | "DECLINED" | "PENDING" | "PARTIALLY_REFUNDED" | "REFUNDED";
  status_details?: { readonly reason: string };
  readonly amount: WireAmount;
  readonly final_capture: true;
  readonly custom_id?: string;
  readonly invoice_id?: string;
  readonly create_time: string;
  update_time: string;
}

export function newCapture({ purchase_units: [unit] }: Order, status: Capture["status"], at: Date): Capture {
  const { amount, custom_id, invoice_id } = unit;
  const { currency_code, value } = amount;
  return {
    id: newId(),
    status,
    amount: { currency_code, value },
    final_capture: true,
    ...(custom_id !== undefined && { custom_id }),
    ...(invoice_id !== undefined && { invoice_id }),
    create_time: stamp(at),
    update_time: stamp(at),
  };
}

/** A refund as it travels, but for its links. */
export interface Refund {
  readonly id: string;
  status: "COMPLETED" | "PENDING" | "FAILED";
  status_details?: { readonly reason: string };
  readonly amount: WireAmount;
  readonly custom_id?: string;
  readonly invoice_id?: string;
  readonly note_to_payer?: string;
  readonly create_time: string;
  update_time: string;
}

/** What an order's status reads where the payer is still to act. */
export function waitingStatus(shape: "payer-action" | "approve"): Order["status"] {
  return shape === "payer-action" ? "PAYER_ACTION_REQUIRED" : "CREATED";
}
