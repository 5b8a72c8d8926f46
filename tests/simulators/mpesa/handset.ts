import { randomInt } from "node:crypto";
import { untold } from "../core/deliver.ts";
import type { FaultRule } from "../core/faults.ts";
import { otherPath } from "../core/other-path.ts";
import { plainBody, post } from "../core/post.ts";
import { callbackText } from "./callback.ts";
import { CALLBACK_HEADERS, type Daraja } from "./daraja.ts";
import { requestId } from "./errors.ts";
import type { Decision, OutcomeName } from "./outcomes.ts";
import type { Push } from "./push.ts";
import type { PushRequest } from "./push-request.ts";
import { reversedStamp } from "./stamp.ts";
import type { StkNotices } from "./stk-notices.ts";

/** What happens by itself on a phone. */
export interface AutoDecision {
  readonly decision: Decision;
  readonly delayMs: number;
}

/** Every simulated phone with its prompts: opens them, lets somebody decide, and tells the shop once. */
export interface Handset {
  readonly openPush: (phone: string) => Push | undefined;
  /** A prompt appears. The caller has made sure that the phone has none open. */
  readonly open: (request: PushRequest) => Push;
  /** Ends an open push (`ignore` leaves it to its time) and resolves when the callback is done, delivered or not. */
  readonly decide: (push: Push, outcome: OutcomeName) => Promise<void>;
  /** `phone` undefined is every phone without a decision of its own; null turns off. */
  readonly decideBy: (auto: AutoDecision | null, phone?: string) => void;
  readonly autos: () => ReadonlyMap<string, AutoDecision>;
  /** Takes up what a restart interrupted: prompts that still stand, callbacks still due. */
  readonly resume: () => void;
  /** Forgets prompts and automatic decisions. */
  readonly reset: () => void;
}

const EVERY_PHONE = "*";

export function createHandset({ simulation, habits, receipts, alarms }: Daraja, notices: StkNotices): Handset {
  const { world, faults, keep, now } = simulation;
  const { after } = alarms;
  const openByPhone = new Map<string, Push>();
  const autos = new Map<string, AutoDecision>();

  function open(request: PushRequest): Push {
    const at = now();
    const lifeMs = habits.now.promptLifeSeconds * 1000 * simulation.clockScale;
    const push: Push = {
      checkoutRequestId: newCheckoutRequestId(at, request.phone),
      merchantRequestId: `${requestId().slice(0, -2)}-${randomInt(1, 9)}`,
      phone: request.phone,
      amountShillings: request.amountShillings,
      reference: request.reference,
      description: request.description,
      callbackUrl: request.callbackUrl,
      createdAt: at.toISOString(),
      expiresAt: new Date(at.getTime() + lifeMs).toISOString(),
      state: "open",
      ignored: false,
      outcome: null,
      decidedAt: null,
      receipt: null,
      looks: 0,
      looksAfter: 0,
      callback: untold(),
    };
    world.pushes.set(push.checkoutRequestId, push);
    openByPhone.set(push.phone, push);
    after(lifeMs, () => end(push, "ignore"));
    const auto = autos.get(push.phone) ?? autos.get(EVERY_PHONE);
    if (request.transactionType === "CustomerBuyGoodsOnline") after(0, () => end(push, "not-permitted"));
    else if (auto) after(auto.delayMs, () => decide(push, auto.decision));
    const forged = faults.take("mpesa", "callback", ["forged"]);
    if (forged) after(20, () => forge(push, forged));
    keep();
    return push;
  }

  /** Opaque to the shop, but made as the real ones are; the milliseconds move on until it is unique. */
  function newCheckoutRequestId(at: Date, phone: string): string {
    for (let ms = at.getTime(); ; ms += 1) {
      const id = `ws_CO_${reversedStamp(new Date(ms))}${phone.slice(3)}`;
      if (!world.pushes.has(id)) return id;
    }
  }

  async function decide(push: Push, outcome: OutcomeName): Promise<void> {
    if (outcome !== "ignore") return end(push, outcome);
    push.ignored = true;
    keep();
  }

  async function end(push: Push, outcome: OutcomeName): Promise<void> {
    if (push.state !== "open") return;
    if (openByPhone.get(push.phone) === push) openByPhone.delete(push.phone);
    const at = now();
    push.outcome = outcome;
    push.decidedAt = at.toISOString();
    push.state = outcome === "approve" ? "paid" : "failed";
    if (outcome === "approve") push.receipt = receipts.next(at);
    keep();
    await notices.tell(push);
  }

  /** A claim that nobody's money backs. The push itself stays as it is. */
  async function forge(push: Push, rule: FaultRule): Promise<void> {
    const at = now().toISOString();
    const receipt = receipts.next(now());
    const claim: Push = { ...push, state: "paid", outcome: "approve", receipt, decidedAt: at };
    const isForeign = rule.variant === "other-ids";
    const text = callbackText(
      claim,
      isForeign ? { checkoutRequestId: newCheckoutRequestId(now(), "254700000000") } : {},
    );
    const url = rule.variant === "unknown-path" ? otherPath(push.callbackUrl) : push.callbackUrl;
    await post(url, plainBody(text), CALLBACK_HEADERS);
  }

  return {
    openPush: (phone) => openByPhone.get(phone),
    open,
    decide,
    decideBy(auto, phone) {
      if (auto) autos.set(phone ?? EVERY_PHONE, auto);
      else if (phone) autos.delete(phone);
      else autos.clear();
    },
    autos: () => autos,
    resume() {
      for (const push of world.pushes.values()) {
        if (push.receipt) receipts.take(push.receipt);
        if (push.state === "open") {
          openByPhone.set(push.phone, push);
          after(Date.parse(push.expiresAt) - now().getTime(), () => end(push, "ignore"));
        } else notices.resume(push);
      }
    },
    reset() {
      openByPhone.clear();
      autos.clear();
    },
  };
}
