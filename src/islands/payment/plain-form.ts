import type { FieldError } from "#domain/errors";
import type { PaymentView } from "#domain/orders/schema";
import type { GatewayCode } from "#domain/payments/names";
import type { Answer, apiOver } from "#lib/api";
import { wordsOf } from "#lib/problems";
import type { Whereabouts } from "./going-on.ts";

/** What a payment page's plain forms ask for: a field of that name says which. */
export type Act = "pay" | "slip" | "receipt";

/** A form without scripts that was refused: what to say, and what was typed, so that nothing is typed twice. */
export interface RefusedPost {
  readonly act: Act;
  readonly sentence: string;
  readonly errors: readonly FieldError[];
  readonly typed: Readonly<Record<string, string>>;
}

/** Does what a plain form asks. @returns why it was refused, `null` when it was taken */
export async function refusalOf(
  request: Request,
  token: string,
  api: ReturnType<typeof apiOver>,
): Promise<RefusedPost | null> {
  const form = await request.formData().catch(() => new FormData());
  const typed = Object.fromEntries(
    [...form].flatMap(([name, value]) => (typeof value === "string" ? [[name, value.trim()]] : [])),
  );
  const act = actOf(typed.act);
  const answer = await ASKED[act](api, token, form, typed);
  if (answer.ok) return null;
  const { errors } = answer.problem;
  return { act, sentence: errors[0]?.detail ?? wordsOf(answer.problem).title, errors, typed };
}

const actOf = (said: string | undefined): Act => (said === "slip" || said === "receipt" ? said : "pay");

type Asking = (
  api: ReturnType<typeof apiOver>,
  token: string,
  form: FormData,
  typed: Readonly<Record<string, string>>,
) => Promise<Answer<unknown>>;

const ASKED: Readonly<Record<Act, Asking>> = {
  pay(api, token, _form, typed) {
    const paymentPhone = typed[`otherPhone-${typed.paymentMethod}`] || typed.paymentPhone;
    const body = {
      paymentMethod: (typed.paymentMethod ?? "") as GatewayCode,
      ...(paymentPhone ? { paymentPhone } : {}),
    };
    return api.payAgain(token, body, typed.idempotencyKey ?? "");
  },
  slip: (api, token, form) => api.sendProof(token, form),
  receipt: (api, token, _form, typed) => api.claimReceipt(token, (typed.code ?? "").toUpperCase()),
};

/** What a page without scripts does by itself: look again, or go on to the provider. `null`: it stays, perhaps something is being typed. */
export function reloads({ state, attempt }: PaymentView, cameBack: Whereabouts): string | null {
  if (state === "waiting" || state === "checking") return "5";
  if (state !== "redirect") return null;
  if (!attempt?.continueUrl) return "2";
  return cameBack === "here" ? `1;url=${attempt.continueUrl}` : null; // within a second, so that the way back does not lead here again
}
