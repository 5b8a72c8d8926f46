import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import { MPESA } from "#tests/simulators/credentials";
import { stamp } from "#tests/simulators/mpesa/stamp";
import { startSimulators } from "#tests/simulators/server";

interface Heard {
  readonly path: string;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

/** Simulators of one test's own, and a shop's ear for callbacks. Prompts live 60 s × `clockScale`. */
export async function openWorld(options: { clockScale?: number; stateFile?: string } = {}) {
  const simulators = await startSimulators({ port: 0, ...options });
  onTestFinished(() => simulators.close());
  const ear = await listen();
  const { url } = simulators;

  async function control(path: string, body?: unknown) {
    const init = body === undefined ? {} : { method: "POST", body: JSON.stringify(body), headers: JSON_TYPE };
    const response = await fetch(`${url}/_control/${path}`, init);
    const text = await response.text();
    return { status: response.status, json: text ? JSON.parse(text) : undefined };
  }

  async function token(): Promise<string> {
    const response = await fetch(`${url}/mpesa/oauth/v1/generate?grant_type=client_credentials`, {
      headers: { authorization: `Basic ${btoa(`${MPESA.consumerKey}:${MPESA.consumerSecret}`)}` },
    });
    const { access_token } = (await response.json()) as { access_token: string };
    return access_token;
  }

  async function daraja(path: string, body: unknown, bearer: string) {
    const response = await fetch(`${url}/mpesa/${path}`, {
      method: "POST",
      headers: { ...JSON_TYPE, authorization: `Bearer ${bearer}` },
      body: JSON.stringify(body),
    });
    return {
      status: response.status,
      json: (await response.json()) as Record<string, string> & { Response?: object[] },
    };
  }

  const bearer = await token();
  return {
    url,
    ear,
    control,
    token,
    bearer,
    close: simulators.close,
    /** Any other product: `mpesa/reversal/v1/request`. */
    daraja: (path: string, body: unknown, by = bearer) => daraja(path, body, by),
    /** Registers the ear for C2B. */
    register: (changes: Record<string, unknown> = {}, version = "v2") =>
      daraja(
        `mpesa/c2b/${version}/registerurl`,
        {
          ShortCode: MPESA.shortcode,
          ResponseType: "Completed",
          ConfirmationURL: `${ear.url}/hooks/confirmation`,
          ValidationURL: `${ear.url}/hooks/validation`,
          ...changes,
        },
        bearer,
      ),
    payByHand: (order: Record<string, unknown> = {}) =>
      control("act", {
        provider: "mpesa",
        action: "pay-by-hand",
        reference: "A7QK2M",
        amountShillings: 1450,
        phone: "254712345678",
        wait: true,
        ...order,
      }),
    push: (changes: Record<string, unknown> = {}, by = bearer) =>
      daraja(
        "mpesa/stkpush/v1/processrequest",
        { ...pushBody(`${ear.url}/webhooks/mk/${"ab".repeat(16)}`), ...changes },
        by,
      ),
    query: (checkoutRequestId: string | undefined, by = bearer) =>
      daraja("mpesa/stkpushquery/v1/query", { ...credentials(), CheckoutRequestID: checkoutRequestId }, by),
  };
}

const JSON_TYPE = { "content-type": "application/json" };

export function credentials(at = stamp(new Date())) {
  return {
    BusinessShortCode: Number(MPESA.shortcode),
    Password: btoa(MPESA.shortcode + MPESA.passkey + at),
    Timestamp: at,
  };
}

function pushBody(callbackUrl: string) {
  return {
    ...credentials(),
    TransactionType: "CustomerPayBillOnline",
    Amount: 1450,
    PartyA: "254712345678",
    PartyB: "174379",
    PhoneNumber: "254712345678",
    CallBackURL: callbackUrl,
    AccountReference: "A7QK2M-1",
    TransactionDesc: "Order A7QK2M",
  };
}

/** A server that remembers what was posted to it; `answers` are its next statuses, 200 after them. */
export async function listen(answers: number[] = []) {
  const heard: Heard[] = [];
  const ear = { url: "", heard, says: (_path: string) => '{"ResultCode":0,"ResultDesc":"Accepted"}' };
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    heard.push({ path: request.url ?? "", headers: request.headers, body: Buffer.concat(chunks).toString() });
    response.statusCode = answers.shift() ?? 200;
    response.end(ear.says(request.url ?? ""));
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  ear.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return ear;
}
