import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { may, PERMISSIONS, type Permission, ROLES, type Role } from "#domain/accounts/roles";
import type { Client, Problem, Reply } from "#tests/support/client";
import { Shop } from "#tests/support/shop";

// The router is read here, not run: the platform's own module need only be there.
vi.mock("cloudflare:workers", () => ({ DurableObject: class {}, env: {} }));
vi.mock("@astrojs/cloudflare/handler", () => ({ handle: () => new Response() }));

interface Operation {
  readonly method: string;
  readonly path: string;
  readonly permission: Permission | undefined;
}

const EMAIL: Record<Role, string> = {
  admin: "achieng@duka.example",
  staff: "wanjiru@duka.example",
  "youth-labs": "zawadi@duka.example",
  seller: "mwikali@duka.example",
  customer: "amina@example.co.ke",
};
const SAFE = new Set(["get", "head", "options"]);
/** What may succeed without any object of its own: reading, and signing out. */
const EXPLAINED = ({ method, path }: Operation) => SAFE.has(method) || (method === "delete" && path === "/session");

let shop: Shop;
let operations: Operation[];
const clients = new Map<Role | null, Client>();

beforeAll(async () => {
  shop = await Shop.open();
  const { body } = await shop
    .client()
    .get<{ paths: Record<string, Record<string, { "x-permission"?: Permission }>> }>("/api/openapi.json");
  operations = Object.entries(body.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method, path, permission: operation["x-permission"] })),
  );
  clients.set(null, shop.client());
  for (const role of ROLES) clients.set(role, await shop.staff(EMAIL[role]));
});
afterAll(() => shop.close());

/** The operation on an object that is not there, with an empty body. */
const attempt = (
  client: Client,
  { method, path }: Operation,
  headers: Record<string, string> = {},
): Promise<Reply<Problem>> =>
  client.send(
    method.toUpperCase(),
    `/api${path.replace(/\{id\}/g, `ord_${"0".repeat(32)}`).replace(/\{[^}]+\}/g, "nothing")}`,
    {
      ...(SAFE.has(method) ? {} : { body: {} }),
      headers: { "Idempotency-Key": crypto.randomUUID(), ...headers },
    },
  );
const books = () =>
  shop.rows(
    "SELECT (SELECT count(*) FROM orders) o, (SELECT count(*) FROM products) p, (SELECT sum(on_hand) FROM stock) s, (SELECT count(*) FROM categories) c, (SELECT count(*) FROM ledger) l, (SELECT value FROM change_counter) v",
  );

describe("the table of routes", () => {
  test("names a permission for every operation, and one that is known", () => {
    expect(operations.length).toBeGreaterThanOrEqual(25);
    for (const { method, path, permission } of operations)
      expect(PERMISSIONS, `${method} ${path}`).toContain(permission);
  });

  test("lists every route that the router has; what it leaves out is known by name", async () => {
    const { app } = await import("#worker/app");
    const listed = new Set(
      operations.map(({ method, path }) => `${method.toUpperCase()} /api${path.replace(/\{(\w+)\}/g, ":$1")}`),
    );

    const routes = [
      ...new Set(app.routes.filter(({ method }) => method !== "ALL").map(({ method, path }) => `${method} ${path}`)),
    ];
    const unlisted = routes.filter((one) => !listed.has(one));

    expect(unlisted.filter((one) => one.includes(" /api/")).sort()).toEqual(["GET /api/docs", "GET /api/openapi.json"]);
    for (const one of unlisted)
      expect(one).toMatch(
        /^(GET \/api\/(docs|openapi\.json)|POST \/(webhooks\/|cart\/lines|market|checkout|sign-in|sign-out|orders\/)|GET \/pay\/:path\/:token)/,
      );
    for (const one of listed) expect(routes).toContain(one);
  });
});

describe.each([null, ...ROLES])("%s", (role) => {
  const who = role ?? "nobody";

  test(`${who} gets 2xx only where the table says so, and 401 or 403 everywhere else`, async () => {
    const client = clients.get(role) as Client;
    const before = await books();
    const wrong: string[] = [];
    const last = (one: Operation) => Number(one.method === "delete" && one.path === "/session"); // signs out
    for (const operation of operations.toSorted((a, b) => last(a) - last(b))) {
      const { status, body } = await attempt(client, operation);
      const allowed = may(role, operation.permission as Permission);
      const expected = allowed ? "allowed" : role === null ? 401 : 403;
      const fits = allowed
        ? status !== 401 && status !== 403 && status < 500 && (status >= 400 || EXPLAINED(operation))
        : status === expected && body.status === expected;
      if (!fits) wrong.push(`${operation.method} ${operation.path}: ${status}, expected ${expected}`);
    }
    if (role !== null) clients.set(role, await shop.staff(EMAIL[role]));
    expect(wrong).toEqual([]);
    expect(await books()).toEqual(before);
  });
});

test("without an Origin, with a foreign one or with “null”, no change is taken from anybody", async () => {
  const admin = clients.get("admin") as Client;
  const wrong: string[] = [];
  for (const operation of operations.filter(({ method }) => !SAFE.has(method))) {
    for (const origin of ["", "https://evil.example", "null", `${shop.url}.evil.example`]) {
      const { status, body } = await attempt(admin, operation, { Origin: origin });
      if (status !== 403 || !body.type.endsWith("/origin-not-allowed") || body.errors?.[0]?.pointer !== "Origin")
        wrong.push(`${operation.method} ${operation.path} from “${origin}”: ${status}`);
    }
  }
  for (const form of ["/cart/lines", "/market", "/checkout"]) {
    const { status } = await admin.send("POST", form, {
      rawBody: new FormData(),
      headers: { Origin: "https://evil.example" },
    });
    if (status !== 403) wrong.push(`POST ${form}: ${status}`);
  }
  expect(wrong).toEqual([]);
  expect((await admin.get("/api/session")).status).toBe(200);
});

test("HEAD and OPTIONS give nobody more than GET does", async () => {
  for (const { path } of operations.filter(({ method, permission }) => method === "get" && permission !== "public")) {
    const ask = (method: string) => fetch(`${shop.url}/api${path.replace(/\{[^}]+\}/g, "nothing")}`, { method });
    expect((await ask("HEAD")).status).toBe(401);
    expect((await ask("OPTIONS")).status).toBeGreaterThanOrEqual(400);
  }
});

test.each([
  "/api/staff/orders/",
  "/api//staff/orders",
  "//api/staff/orders",
  "/api/./staff/orders",
  "/api/x/../staff/orders",
  "/api/%73taff/orders",
  "/api/staff%2Forders",
  "/api/staff/orders;x",
  "/api/staff/orders.json",
  "/api/STAFF/orders",
  "/api/staff/orders%00",
])("%s opens nothing to nobody", async (path) => {
  expect([401, 404]).toContain((await (clients.get(null) as Client).get(path)).status);
});

test("a session ends with its time, and at once with its account", async () => {
  const brian = await shop.staff("brian@duka.example");
  expect((await brian.get("/api/staff/orders")).status).toBe(200);

  await shop.db.client.execute("UPDATE users SET status = 'disabled' WHERE email = 'brian@duka.example'");
  expect((await brian.get("/api/staff/orders")).status).toBe(401);

  await shop.db.client.execute("UPDATE users SET status = 'active' WHERE email = 'brian@duka.example'");
  expect((await brian.get("/api/staff/orders")).status).toBe(200);
  await shop.db.client.execute(
    "UPDATE sessions SET absolute_expires_at = 1 WHERE user_id = (SELECT id FROM users WHERE email = 'brian@duka.example')",
  );
  expect((await brian.get("/api/staff/orders")).status).toBe(401);
});

test("a role that is taken away is gone with the next request", async () => {
  const brian = await shop.staff("brian@duka.example");
  await shop.db.client.execute("UPDATE users SET role = 'customer' WHERE email = 'brian@duka.example'");

  expect((await brian.get("/api/staff/orders")).status).toBe(403);

  await shop.db.client.execute("UPDATE users SET role = 'staff' WHERE email = 'brian@duka.example'");
});

test("an order opens by its whole link alone: forged, cut and bent ones are the same 404", async () => {
  const [variantId = "", other = ""] = await shop.variants();
  const guest = shop.client();
  const { token, number, orderId } = await guest.buy([{ variantId, quantity: 1 }], { method: "on-delivery" });
  const stranger = await shop.client().buy([{ variantId: other, quantity: 1 }], { method: "on-delivery" });
  const bent = [
    number,
    orderId,
    token.slice(0, -1),
    `${token}0`,
    token.toUpperCase(),
    `${stranger.token.split(".")[0]}.${token.split(".").slice(1).join(".")}`,
  ];

  for (const path of bent.flatMap((one) => [`/api/orders/${one}`, `/api/orders/${one}/payment`])) {
    const { status, body } = await shop.client().get(path);
    expect([path, status, body.type]).toEqual([path, 404, expect.stringMatching(/not-found$/)]);
  }
  expect((await shop.client().get(`/api/orders/${token}`)).status).toBe(200);
});

test("nothing personal may be kept by a cache, and every answer of the API says what it is", async () => {
  const wrong: string[] = [];
  for (const operation of operations.filter(({ method }) => method === "get")) {
    const reply = await attempt(clients.get("admin") as Client, operation);
    const cache = reply.headers.get("Cache-Control") ?? "";
    if (operation.permission !== "public" && !/no-store/.test(cache)) wrong.push(`${operation.path}: ${cache}`);
    if (!/^application\/(problem\+)?json/.test(reply.headers.get("Content-Type") ?? ""))
      wrong.push(`${operation.path}: no JSON`);
    if (reply.headers.get("X-Content-Type-Options") !== "nosniff") wrong.push(`${operation.path}: no nosniff`);
  }
  expect(wrong).toEqual([]);
});
