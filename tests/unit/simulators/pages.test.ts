import { expect, test } from "vitest";
import { openWorld } from "./world.ts";

async function read(url: string) {
  const response = await fetch(url);
  return {
    status: response.status,
    policy: response.headers.get("content-security-policy"),
    text: await response.text(),
  };
}

function post(url: string, fields: Record<string, string>) {
  return fetch(url, { method: "POST", redirect: "manual", body: new URLSearchParams(fields) });
}

test("the phone shows the prompt in M-Pesa's own words and can approve it without a script", async () => {
  const { url, push, control } = await openWorld();
  const { json } = await push({ Amount: 10_200 });

  const { text } = await read(`${url}/phone?number=0712345678`);
  const decided = await post(`${url}/phone/decision`, {
    provider: "mpesa",
    id: json.CheckoutRequestID ?? "",
    decision: "approve",
    number: "0712345678",
  });

  expect(text).toContain("Do you want to pay Ksh10,200.00 to DUKA LTD Account no. A7QK2M-1? Enter M-PESA PIN:");
  expect([decided.status, decided.headers.get("location")]).toEqual([303, "/phone?number=0712345678"]);
  expect((await control("payments")).json.payments).toMatchObject([{ state: "paid" }]);
});

test("the page of all providers shows an open payment and decides it without a script", async () => {
  const { url, push, control } = await openWorld();
  const { json } = await push({ Amount: 10_200 });

  const before = await read(url);
  const decided = await post(`${url}/decide`, {
    provider: "mpesa",
    id: json.CheckoutRequestID ?? "",
    decision: "cancel",
  });

  expect(before.text).toMatch(/KES 10,200.*A7QK2M-1.*name="decision" value="approve"/s);
  expect([decided.status, decided.headers.get("location")]).toEqual([303, "/#mpesa"]);
  expect((await control("payments")).json.payments).toMatchObject([{ state: "failed" }]);
  expect((await read(url)).text).toContain("Request cancelled by user");
});

test("a fault is put on and taken off at the page of all providers", async () => {
  const { url, control } = await openWorld();
  await post(`${url}/faults`, { provider: "mpesa", what: "callback/drop", times: "3" });
  const [fault] = (await control("faults")).json.faults;
  expect(fault).toMatchObject({ provider: "mpesa", phase: "callback", fault: "drop", left: 3 });

  await post(`${url}/faults/off`, { id: String(fault.id) });
  expect((await control("faults")).json.faults).toEqual([]);
  expect((await post(`${url}/faults`, { provider: "mpesa", what: "create/drop", times: "1" })).status).toBe(400);
});

test("the inbox escapes what it shows, and frames a mail without scripts", async () => {
  const { url, control } = await openWorld();
  await fetch(`${url}/mail/emails`, {
    method: "POST",
    headers: { authorization: "Bearer re_demo_key" },
    body: JSON.stringify({
      from: "orders@duka.example",
      to: "amina@example.com",
      subject: "<script>1</script>",
      html: '<p title="x">Hello</p>',
    }),
  });
  const [{ id }] = (await control("messages")).json.messages;

  const { text, policy } = await read(`${url}/inbox?open=${id}`);

  expect(text).not.toContain("<script>1");
  expect(text).toContain('srcdoc="&lt;base target=&quot;_blank&quot;&gt;&lt;p title=&quot;x&quot;&gt;Hello&lt;/p&gt;"');
  expect(text).not.toMatch(/sandbox="[^"]*allow-scripts/);
  expect(policy).toContain("script-src 'self'");
});

test.each(["/", "/phone", "/inbox", "/pages.css", "/pages.js"])(
  "%s is there when nothing has happened yet",
  async (path) => {
    const { url } = await openWorld();
    expect((await read(url + path)).status).toBe(200);
  },
);
