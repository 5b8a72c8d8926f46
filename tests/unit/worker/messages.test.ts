import { describe, expect, test } from "vitest";
import type { OrderBundle } from "#db/queries/orders";
import type { Message } from "#db/queries/outbox";
import { MAIL, SMS } from "#tests/simulators/credentials";
import { openWorld } from "#tests/unit/simulators/world";
import { outbound } from "#worker/http";
import { composeMail, composeSms } from "#worker/notify/compose";
import { sendEmail } from "#worker/notify/email";
import { sendSms } from "#worker/notify/sms";

const HOSTILE = `<img src=x onerror="alert('1')"> & "Co"`;
const bundle = (changes: { attempts?: object[]; name?: string } = {}): OrderBundle =>
  ({
    order: {
      number: "A7QK2M9",
      createdAt: Date.parse("2026-11-20T06:30:00Z"),
      contactName: changes.name ?? "Amina",
      currency: "KES",
      totalMinor: 145_000,
      deliveryMinor: 25_000,
      deliveryName: "Rider, Nairobi",
      deliveryBy: Date.parse("2026-11-21T09:00:00Z"),
      marketTimeZone: "Africa/Nairobi",
    },
    lines: [{ quantity: 2, productName: changes.name ?? "A bowl", variantName: "Large", totalMinor: 120_000 }],
    attempts: changes.attempts ?? [
      { gateway: "mpesa", status: "captured", phone: "+254712345678", receipt: "UKK41H6RN2" },
    ],
    holdEndsAt: Date.parse("2026-11-20T06:45:00Z"),
  }) as unknown as OrderBundle;
const message = (template: string, payload: Record<string, string> = {}): Message => ({
  id: "out_1",
  channel: "email",
  recipient: "amina@example.co.ke",
  template,
  orderId: "ord_1",
  payload,
  attempts: 0,
});
const URL_OF_ORDER = "https://duka.example/orders/x";

describe("a mail", () => {
  test("shows what people typed as text, never as HTML", () => {
    for (const template of ["placed", "paid", "shipped"]) {
      const { html, text } = composeMail(
        message(template, { carrier: HOSTILE, tracking: HOSTILE }),
        bundle({ name: HOSTILE }),
        URL_OF_ORDER,
      );
      expect(html).not.toContain("<img");
      expect(html).not.toContain(HOSTILE);
      expect(html).toContain("&#60;img src=x onerror=&#34;alert(&#39;1&#39;)&#34;&#62; &#38; &#34;Co&#34;");
      expect(text).toContain(HOSTILE);
    }
  });

  test("of a placed order says how to pay, until when the things are kept, and where to look", () => {
    const { subject, text } = composeMail(message("placed"), bundle(), URL_OF_ORDER);

    expect(subject).toBe("Your order A7QK2M9");
    expect(text).toContain("enter your M-Pesa PIN in the prompt on 0712 ··· 678 for KES 1,450");
    expect(text).toContain("kept for you until 09:45");
    expect(text).toContain("2 × A bowl, Large: KES 1,200");
    expect(text).toContain("Rider, Nairobi: by Saturday");
    expect(text).toContain(URL_OF_ORDER);
    expect(text).not.toContain("712345678");
  });

  test("of a paid one carries the receipt, or no word of it where there is none", () => {
    expect(composeMail(message("paid"), bundle(), URL_OF_ORDER).text).toContain("Receipt UKK41H6RN2.");
    const cash = bundle({ attempts: [{ gateway: "on-delivery", status: "captured", phone: null, receipt: null }] });
    expect(composeMail(message("paid"), cash, URL_OF_ORDER).text).not.toContain("Receipt");
  });

  test("of a paid order that cost nothing names no way of paying", () => {
    const { text } = composeMail(message("paid"), bundle({ attempts: [] }), URL_OF_ORDER);
    expect(text).not.toMatch(/arrived by \./);
  });

  test("of a template nobody wrote is a mistake of ours", () => {
    expect(() => composeMail(message("gift"), bundle(), URL_OF_ORDER)).toThrow("no words for the template gift");
    expect(() => composeSms(message("gift"), bundle(), URL_OF_ORDER)).toThrow("no words for the template gift");
  });

  const mail = { to: "amina@example.co.ke", subject: "Habari\r\nBcc: all@example.com", text: "t", html: "h" };
  const provider = (url: string, apiKey: string = MAIL.apiKey) => ({
    baseUrl: `${url}/mail`,
    apiKey,
    from: "Duka <orders@duka.example>",
  });

  test("sent twice under one key is one mail, and a subject cannot add a header", async () => {
    const { url, control } = await openWorld();
    const http = outbound(new Set([new URL(url).host]));

    expect([
      await sendEmail(provider(url), http, "out_1", mail),
      await sendEmail(provider(url), http, "out_1", mail),
    ]).toEqual([{ state: "sent" }, { state: "sent" }]);

    const { json } = await control("messages?channel=email");
    expect(json.messages).toMatchObject([{ subject: "Habari Bcc: all@example.com", to: ["amina@example.co.ke"] }]);
  });

  test.each(["refused", "500", "429", "html", "timeout-after-effect"])(
    "that meets %s is tried again later",
    async (fault) => {
      const { url, control } = await openWorld();
      const http = outbound(new Set([new URL(url).host]));
      await control("faults", { provider: "mail", phase: "send", fault, ms: 50 });

      const first = await sendEmail(provider(url), http, "out_1", mail);
      const second = await sendEmail(provider(url), http, "out_1", mail);

      expect([first.state, second.state]).toEqual([fault === "html" ? "sent" : "pending", "sent"]);
      expect((await control("messages?channel=email")).json.messages).toHaveLength(1);
    },
  );

  test("that the provider will never take has failed", async () => {
    const { url } = await openWorld();
    const http = outbound(new Set([new URL(url).host]));

    expect((await sendEmail(provider(url, "wrong"), http, "out_1", mail)).state).toBe("failed");
    expect((await sendEmail(provider(url), http, "out_2", { ...mail, to: "nobody" })).state).toBe("failed");
  });
});

describe("an SMS", () => {
  const provider = (url: string, sender = "") => ({
    baseUrl: `${url}/sms`,
    username: SMS.username,
    apiKey: SMS.apiKey,
    sender,
  });
  const send = (url: string, to = "+254712345678", sender = "") =>
    sendSms(provider(url, sender), outbound(new Set([new URL(url).host])), to, "Duka: order A7QK2M9");

  test("of each kind has number, sum and link in it", () => {
    expect(composeSms(message("placed"), bundle(), URL_OF_ORDER)).toBe(
      `Duka: order A7QK2M9, KES 1,450. See it and pay: ${URL_OF_ORDER}`,
    );
    expect(composeSms(message("paid"), bundle(), URL_OF_ORDER)).toBe(
      `Duka: KES 1,450 received, receipt UKK41H6RN2. Order A7QK2M9: ${URL_OF_ORDER}`,
    );
    expect(composeSms(message("shipped", { carrier: "G4S" }), bundle(), URL_OF_ORDER)).toBe(
      `Duka: order A7QK2M9 is on its way with G4S. ${URL_OF_ORDER}`,
    );
  });

  test("is sent", async () => {
    const { url, control } = await openWorld();

    expect(await send(url)).toEqual({ state: "sent" });
    expect((await control("messages?channel=sms")).json.messages).toMatchObject([
      { to: ["+254712345678"], text: "Duka: order A7QK2M9" },
    ]);
  });

  test.each([
    ["+254700000403", "failed", "InvalidPhoneNumber"],
    ["+254700000406", "failed", "UserInBlacklist"],
    ["+254700000405", "pending", "InsufficientBalance"],
    ["+254700000500", "pending", "InternalServerError"],
  ])("to %s is %s: %s", async (to, state, error) => {
    const { url } = await openWorld();
    expect(await send(url, to)).toEqual({ state, error });
  });

  test("from a name that was not approved has failed", async () => {
    const { url } = await openWorld();
    expect(await send(url, "+254712345678", "NOBODY")).toEqual({ state: "failed", error: "InvalidSenderId" });
  });

  test.each([
    ["refused", "unknown"],
    ["timeout-after-effect", "unknown"],
    ["500", "unknown"],
    ["429", "pending"],
  ])("that meets %s is %s: it is sent again only where it surely was not sent", async (fault, state) => {
    const { url, control } = await openWorld();
    await control("faults", { provider: "sms", phase: "send", fault, ms: 50 });
    expect((await send(url)).state).toBe(state);
  });
});
