import type { Delivery, Told } from "../core/deliver.ts";
import { plainBody, post } from "../core/post.ts";
import type { Books } from "./books.ts";
import type { Registration } from "./c2b-registration.ts";
import { c2bText } from "./c2b-text.ts";
import { CALLBACK_HEADERS, type Daraja } from "./daraja.ts";
import type { MoneyIn } from "./money-in.ts";
import { wrongAmount } from "./wrong-amount.ts";

/** How the shop took a validation. */
export type Verdict = { accepted: true; thirdPartyTransId: string } | { accepted: false; code: string };

const VALIDATION_PATIENCE_MS = 8_000;

/** Tells the shop of money at the paybill: asks before, where that is on, and confirms after. */
export function createC2b({ habits, courier, simulation }: Daraja, books: Books) {
  let registration: Registration | null = null;

  async function validate(money: MoneyIn): Promise<Verdict> {
    const fine: Verdict = { accepted: true, thirdPartyTransId: "" };
    if (!registration || !habits.now.externalValidation) return fine;
    const { validationUrl, version, responseType } = registration;
    const body = plainBody(c2bText(money, { version, balance: null }));
    const answer = await post(validationUrl, body, CALLBACK_HEADERS, VALIDATION_PATIENCE_MS);
    const verdict = answer.status === 200 ? readVerdict(answer.text) : undefined;
    return verdict ?? (responseType === "Completed" ? fine : { accepted: false, code: "silent" });
  }

  function confirmation(money: MoneyIn, told: Told): Delivery | undefined {
    if (!registration) return undefined;
    const { confirmationUrl, version } = registration;
    const text = (amount?: string) =>
      c2bText(money, { version, balance: books.balance(), ...(amount !== undefined && { amount }) });
    return {
      kind: "c2b",
      url: confirmationUrl,
      text: text(),
      told,
      headers: () => CALLBACK_HEADERS,
      alter: (_text, rule) => text(wrongAmount(money.amountShillings, rule)),
      isWithheld: !habits.now.deliverCallbacks,
    };
  }

  return {
    registration: () => registration,
    register(wanted: Registration): "registered" | "already" {
      if (registration && habits.now.c2bUrlsOnce) return "already";
      registration = wanted;
      simulation.keep();
      return "registered";
    },
    validate,
    /** Told once, and it cannot be refused. Dropped where no address is registered. */
    async confirm(money: MoneyIn, told: Told): Promise<void> {
      const delivery = confirmation(money, told);
      if (delivery) await courier.deliver(delivery);
      else told.state = "dropped";
    },
    resume(money: MoneyIn, told: Told): void {
      const delivery = told.state === "waiting" && confirmation(money, told);
      if (delivery) courier.resume(delivery);
    },
    save: () => registration,
    load(saved: Registration | null): void {
      registration = saved;
    },
    reset(): void {
      registration = null;
    },
  };
}
export type C2b = ReturnType<typeof createC2b>;

/** Undefined where the answer is none: that counts as silence. */
function readVerdict(text: string): Verdict | undefined {
  try {
    const { ResultCode: code, ThirdPartyTransID: echo = "" } = JSON.parse(text);
    if (code === undefined) return undefined;
    return String(code) === "0"
      ? { accepted: true, thirdPartyTransId: String(echo) }
      : { accepted: false, code: String(code) };
  } catch {
    return undefined;
  }
}
