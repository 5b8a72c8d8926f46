import { z } from "zod";
import type { RefundReport } from "../../gateway.ts";
import { amountBody, idBody, timeBody } from "./amounts.ts";

export const refundBody = z.object({
  id: idBody,
  status: z.enum(["PENDING", "COMPLETED", "FAILED", "CANCELLED"]),
  status_details: z.object({ reason: z.string().optional() }).optional(),
  amount: amountBody,
  custom_id: z.string().optional(),
  create_time: timeBody,
  update_time: timeBody,
  links: z.array(z.object({ rel: z.string(), href: z.string() })).default([]),
});

const STATUS = { PENDING: "pending", COMPLETED: "done", FAILED: "failed", CANCELLED: "failed" } as const;

/** A refund as the books read it. The capture is named by a link alone. */
export function refundReport(refund: z.output<typeof refundBody>): RefundReport {
  const { id, amount, custom_id, create_time, update_time, status_details } = refund;
  const status = STATUS[refund.status];
  return {
    providerRef: id,
    captureRef: captureOf(refund.links),
    ourId: custom_id && /^ref_\w{1,60}$/.test(custom_id) ? custom_id : null,
    amount,
    status,
    ...(status === "failed" && { code: status_details?.reason ?? refund.status }),
    occurredAt: (status === "done" ? create_time : (update_time ?? create_time)) ?? Date.now(),
  };
}

/** The capture that a resource stands under; `null` when it stands under none, as captures themselves do. */
export function captureOf(links: readonly { readonly rel: string; readonly href: string }[]): string | null {
  const up = links.find(({ rel }) => rel === "up")?.href ?? "";
  return /\/v2\/payments\/captures\/([\w-]{1,64})$/.exec(up)?.[1] ?? null;
}
