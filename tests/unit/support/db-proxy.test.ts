import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, expect, onTestFinished, test } from "vitest";
import { openDatabase } from "#db/client";
import { freePort } from "#scripts/processes";
import { startSqld } from "#scripts/sqld";
import { DbProxy, type Exchange, type Fate, readExchange } from "#tests/support/db-proxy";

const folder = mkdtempSync(join(tmpdir(), "duka-proxy-"));
const server = await startSqld({ folder, port: await freePort() });
const straight = openDatabase({ url: server.url });
await straight.client.execute("CREATE TABLE notes (id INTEGER PRIMARY KEY, words TEXT) STRICT");
afterAll(async () => {
  await server.stop("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});
afterEach(() => straight.client.execute("DELETE FROM notes"));

async function open() {
  const proxy = new DbProxy();
  const url = await proxy.open(server.url);
  onTestFinished(() => proxy.close());
  return { proxy, client: openDatabase({ url }).client };
}
const INSERT = { sql: "INSERT INTO notes (id, words) VALUES (?, ?)", args: [1, "kanga"] };
const kept = async () => (await straight.client.execute("SELECT words FROM notes")).rows.length;

test("what goes through comes back unchanged, and its statements are seen in order", async () => {
  const { proxy, client } = await open();
  const seen: Exchange[] = [];
  proxy.beforeServer = (exchange) => {
    seen.push(exchange);
    return "pass";
  };
  // biome-ignore lint/plugin: the wire itself is what this looks at
  await client.batch([INSERT, "SELECT 1"], "write");
  const found = await client.execute("SELECT words FROM notes");
  expect(found.rows[0]?.words).toBe("kanga");
  expect(seen[0]?.sql).toEqual(["BEGIN IMMEDIATE", INSERT.sql, "SELECT 1", "COMMIT", "ROLLBACK"]);
  expect(seen[0]?.has("INSERT INTO notes", "kanga")).toBe(true);
  expect(seen[0]?.has("INSERT INTO notes", "leso")).toBe(false);
});

test("dropped before the server: nothing happened", async () => {
  const { proxy, client } = await open();
  proxy.beforeServer = () => "drop";
  await expect(client.execute(INSERT)).rejects.toThrow();
  expect(await kept()).toBe(0);
});

test("dropped before the answer: it happened, and the Worker does not know", async () => {
  const { proxy, client } = await open();
  let committed = 0;
  proxy.beforeAnswer = async (): Promise<Fate> => {
    committed = await kept();
    return "drop";
  };
  await expect(client.execute(INSERT)).rejects.toThrow();
  expect(committed).toBe(1);
  proxy.calm();
  expect((await client.execute("SELECT words FROM notes")).rows).toHaveLength(1);
});

test("a body that is no pipeline has no statements", () => {
  expect(readExchange("half {").sql).toEqual([]);
});
