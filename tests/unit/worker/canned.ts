import { type Currency, money } from "#domain/money";
import type { Answer, Http } from "#worker/http";
import type { Attempt, Refund, Wire } from "#worker/payments/gateway";

export interface Asked {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What a request is answered with: a status and a body, or silence. */
export type Canned = readonly [status: number, body?: unknown, requestId?: string] | "silence";

/** A door behind which somebody answers by heart. `answers` goes by "GET /v1/things/1"; the first line that the request begins with counts. */
export function canned(answers: Readonly<Record<string, Canned | ((asked: Asked) => Canned)>>) {
  const asked: Asked[] = [];
  const http: Http = async (address, { method = "GET", headers = {}, body = "" }): Promise<Answer> => {
    const url = new URL(address);
    const one = { method, url, headers, body };
    asked.push(one);
    const line = `${method} ${url.pathname}`;
    const [, found] = Object.entries(answers).find(([known]) => line.startsWith(known)) ?? [];
    const answer = typeof found === "function" ? found(one) : found;
    if (answer === undefined) throw new Error(`nobody was told what to say to ${line}`);
    if (answer === "silence") throw new Error("no answer");
    const [status, said = "", requestId] = answer;
    return { status, text: typeof said === "string" ? said : JSON.stringify(said), requestId };
  };
  const wires: Wire[] = [];
  return { http, asked, wires, log: (wire: Wire) => void wires.push(wire) };
}

export const anAttempt = (
  gateway: Attempt["gateway"],
  amountMinor: number,
  currency: Currency,
  more: Partial<Attempt> = {},
): Attempt => ({
  id: "pay_01",
  orderId: "ord_01",
  gateway,
  reference: "A7QK2M9-1",
  account: "",
  amount: money(amountMinor, currency),
  phone: null,
  providerReference: null,
  providerOther: null,
  wire: {},
  expiresAt: null,
  submittedAt: null,
  declines: 0,
  ...more,
});

export const aRefund = (
  providerRef: string,
  amountMinor: number,
  currency: Currency,
  more: Partial<Refund> = {},
): Refund => ({
  id: "ref_01",
  amount: money(amountMinor, currency),
  capture: { providerRef, amount: money(2 * amountMinor, currency) },
  isWhole: false,
  reason: "A kettle came back",
  providerReference: null,
  providerOther: null,
  submittedAt: null,
  ...more,
});

export const ADDRESSES = {
  callback: "https://duka.example/webhooks/xx/callback-token",
  back: "https://duka.example/pay/xx/back-token",
  cancel: "https://duka.example/pay/xx/back-token/cancelled",
  shop: "https://duka.example",
} as const;
