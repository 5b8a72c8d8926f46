import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { SimulatedPayment, StatementLine } from "#tests/simulators/core/provider";
import { startSimulators } from "#tests/simulators/server";

/** A request that reached the place where providers call. */
export interface Heard {
  readonly path: string;
  readonly headers: Headers;
  readonly body: string;
}

/** What adapters stand on here: every simulated provider, and an ear for what they call out. */
export interface Ground {
  readonly url: string;
  readonly earUrl: string;
  readonly heard: readonly Heard[];
  /** The simulators' control API. @throws Error with its own words */
  control<T = unknown>(path: string, body?: object): Promise<T>;
  close(): Promise<void>;
}

export interface Payments {
  readonly payments: readonly SimulatedPayment[];
}
export interface Statement {
  readonly lines: readonly StatementLine[];
}

/** `clockScale`: how fast the providers' own time runs. */
export async function openGround(clockScale = 1): Promise<Ground> {
  const simulators = await startSimulators({ port: 0, clockScale });
  const heard: Heard[] = [];
  const ear = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const headers = new Headers(request.headers as Record<string, string>);
    heard.push({ path: request.url ?? "", headers, body: Buffer.concat(chunks).toString() });
    response.end("{}");
  });
  await new Promise<void>((listening) => ear.listen(0, "127.0.0.1", listening));

  return {
    url: simulators.url,
    earUrl: `http://127.0.0.1:${(ear.address() as AddressInfo).port}`,
    heard,
    async control<T>(path: string, body?: object): Promise<T> {
      const answer = await fetch(`${simulators.url}/_control/${path}`, {
        ...(body && { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) }),
      });
      const text = await answer.text();
      if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`);
      return (text === "" ? undefined : JSON.parse(text)) as T;
    },
    async close() {
      ear.closeAllConnections();
      ear.close();
      await simulators.close();
    },
  };
}
