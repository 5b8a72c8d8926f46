import { expect, test } from "vitest";
import { smsParts } from "#tests/simulators/sms/parts";
import { openWorld } from "./world.ts";

const mail = {
  from: "Duka <orders@duka.example>",
  to: "amina@example.com",
  subject: "Order A7QK2M",
  text: "Thank you",
  html: "<p>Thank you</p>",
};

async function sendMail(url: string, body: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(`${url}/mail/emails`, {
    method: "POST",
    headers: { authorization: "Bearer re_demo_key", "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
  return { status: response.status, json: (await response.json()) as Record<string, unknown> };
}

function sendSms(url: string, fields: Record<string, string>, headers: Record<string, string> = {}) {
  return fetch(`${url}/sms/version1/messaging`, {
    method: "POST",
    headers: { apiKey: "demo-sms-key", accept: "application/json", ...headers },
    body: new URLSearchParams({ username: "sandbox", to: "+254712345678", message: "Paid.", ...fields }),
  });
}

test("the same key and body are one mail; the same key and another body are refused", async () => {
  const { url, control } = await openWorld();
  const key = { "idempotency-key": "out_1" };

  const first = await sendMail(url, mail, key);
  const again = await sendMail(url, mail, key);
  const other = await sendMail(url, { ...mail, subject: "Other" }, key);

  expect(again).toEqual(first);
  expect(other).toMatchObject({ status: 409, json: { name: "invalid_idempotent_request" } });
  const { messages } = (await control("messages?to=Amina@example.com&channel=email")).json;
  expect(messages).toMatchObject([{ channel: "mail", subject: "Order A7QK2M", text: "Thank you", html: mail.html }]);
});

test.each([
  ["a wrong key", {}, { authorization: "Bearer re_other" }, 403, "invalid_api_key"],
  ["no key", {}, { authorization: "" }, 401, "missing_api_key"],
  ["a sender that is none", { from: "Duka" }, {}, 422, "invalid_from_address"],
  ["nobody to send to", { to: undefined }, {}, 422, "missing_required_field"],
  ["a recipient that is none", { to: ["amina"] }, {}, 422, "validation_error"],
  ["a subject of two lines", { subject: "a\r\nBcc: b@example.com" }, {}, 422, "validation_error"],
])("mail with %s is refused by Resend's name", async (_what, change, headers, status, name) => {
  const { url } = await openWorld();
  expect(await sendMail(url, { ...mail, ...change }, headers)).toMatchObject({
    status,
    json: { statusCode: status, name },
  });
});

test("a 500 loses nothing: the same key sends it once", async () => {
  const { url, control } = await openWorld();
  await control("faults", { provider: "mail", phase: "send", fault: "500" });
  const key = { "idempotency-key": "out_1" };

  const first = await sendMail(url, mail, key);
  const again = await sendMail(url, mail, key);

  expect(first).toMatchObject({ status: 500, json: { name: "internal_server_error" } });
  expect(again.status).toBe(200);
  expect((await control("messages")).json.messages).toHaveLength(1);
});

test("an SMS is a 201 with a status for each recipient", async () => {
  const { url, control } = await openWorld();
  const response = await sendSms(url, { to: "+254712345678,+254712345406", from: "DUKA" });

  expect(response.status).toBe(201);
  expect(await response.json()).toMatchObject({
    SMSMessageData: {
      Message: "Sent to 1/2 Total Cost: KES 0.8000",
      Recipients: [
        { statusCode: 101, status: "Success", messageId: expect.stringMatching(/^ATXid_/) },
        { statusCode: 406, status: "UserInBlacklist", messageId: "None" },
      ],
    },
  });
  expect((await control("messages?to=254712345678")).json.messages).toMatchObject([{ channel: "sms", text: "Paid." }]);
});

test("a wrong SMS key is a 401 in plain words, a missing field a 400, an unknown sender a 201 with nobody", async () => {
  const { url } = await openWorld();
  expect((await sendSms(url, {}, { apiKey: "guess" })).status).toBe(401);
  expect((await sendSms(url, { message: "" })).status).toBe(400);
  const unknown = await sendSms(url, { from: "OTHER" });
  expect(unknown.status).toBe(201);
  expect(await unknown.json()).toEqual({ SMSMessageData: { Message: "InvalidSenderId", Recipients: [] } });
});

test("without Accept: application/json an SMS is answered in XML", async () => {
  const { url } = await openWorld();
  const response = await sendSms(url, {}, { accept: "*/*" });
  expect(await response.text()).toMatch(/^<\?xml .*<statusCode>101<\/statusCode>/);
});

test("a message is billed by its signs", () => {
  expect(smsParts("a".repeat(160))).toBe(1);
  expect(smsParts("a".repeat(161))).toBe(2);
  expect(smsParts("€".repeat(81))).toBe(2);
  expect(smsParts("’".repeat(71))).toBe(2);
});
