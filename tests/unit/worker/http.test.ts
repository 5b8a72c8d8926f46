import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { outbound } from "#worker/http";

/** A server outside the shop. */
async function outside(answer: RequestListener): Promise<{ url: string; host: string; asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    answer(request, response);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, host: `127.0.0.1:${port}`, asked };
}

test("a host on the list is asked with method, headers and body, and any status is an answer", async () => {
  const { url, host } = await outside((request, response) => {
    response.writeHead(418).end(request.headers["x-said"]);
  });

  expect(
    await outbound(new Set([host]))(`${url}/x`, { method: "POST", headers: { "X-Said": "habari" }, body: "{}" }),
  ).toEqual({
    status: 418,
    text: "habari",
  });
});

test("a host that is not on the list is not asked, nor another port of one that is", async () => {
  const { url, asked } = await outside((_request, response) => response.end());

  await expect(outbound(new Set(["api.safaricom.co.ke", "127.0.0.1:1"]))(`${url}/x`, {})).rejects.toMatchObject({
    code: "gateway-unreachable",
  });
  expect(asked).toEqual([]);
});

test("a redirect is not followed", async () => {
  const { url, host, asked } = await outside((request, response) =>
    request.url === "/there" ? response.end("secret") : response.writeHead(302, { Location: "/there" }).end(),
  );

  expect((await outbound(new Set([host]))(`${url}/x`, {})).status).toBe(302);
  expect(asked).toEqual(["GET /x"]);
});

test.each<[string, RequestListener, number]>([
  ["silence beyond the deadline", () => undefined, 100],
  ["a body that never ends", (_request, response) => void response.write("half"), 100],
  ["a body over 256 kB", (_request, response) => response.end("x".repeat(300_000)), 5_000],
  ["a connection that is cut", (request) => request.socket.destroy(), 5_000],
])("%s is no answer, in one kind of error", async (_what, answer, timeoutMs) => {
  const { url, host } = await outside(answer);

  await expect(outbound(new Set([host]))(`${url}/x`, { timeoutMs })).rejects.toMatchObject({
    code: "gateway-unreachable",
    message: `No answer from ${host}.`,
  });
});
