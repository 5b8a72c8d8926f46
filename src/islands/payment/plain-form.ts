import type { GatewayCode } from "#domain/payments/names";
import type { apiOver } from "#lib/api";
import { wordsOf } from "#lib/problems";

/** Pays again as a plain form asks. @returns what to say when it was refused, `null` when it was taken */
export async function refusalOf(
  request: Request,
  token: string,
  api: ReturnType<typeof apiOver>,
): Promise<string | null> {
  const form = await request.formData().catch(() => new FormData());
  const text = (name: string): string => {
    const value = form.get(name);
    return typeof value === "string" ? value.trim() : "";
  };
  const paymentPhone = text("otherPhone") || text("paymentPhone");
  const body = { paymentMethod: text("paymentMethod") as GatewayCode, ...(paymentPhone ? { paymentPhone } : {}) };
  const answer = await api.payAgain(token, body, text("idempotencyKey"));
  if (answer.ok) return null;
  return answer.problem.errors[0]?.detail ?? wordsOf(answer.problem).title;
}
