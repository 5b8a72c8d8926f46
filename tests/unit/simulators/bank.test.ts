import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inflateSync } from "node:zlib";
import { expect, test } from "vitest";
import { grouped, groupedAsInNepal, readAmount } from "#tests/simulators/bank/amounts";
import { openWorld } from "./world.ts";

test("amounts are read as people type them and written as banks print them", () => {
  expect(readAmount("1,450.5")).toBe(145_050);
  expect(readAmount("1450")).toBe(145_000);
  expect([readAmount("0"), readAmount("-3"), readAmount("1.455"), readAmount("much")]).toEqual(
    Array.from({ length: 4 }),
  );
  expect(grouped(123_456_700)).toBe("1,234,567.00");
  expect(groupedAsInNepal(123_456_700)).toBe("12,34,567.00");
  expect([grouped(5), grouped(-145_000)]).toEqual(["0.05", "-1,450.00"]);
});

test("a transfer is a line of the statement under the account and the bank's reference, and a payment", async () => {
  const bank = await openBank();
  const { json } = await bank.act("transfer", { ...TRANSFER, bankRef: "ft26-325/abc" });

  const [line] = await bank.statement("2026-11-21");
  expect(line).toEqual(json.line);
  expect(line).toMatchObject({
    ref: "0120450178900/FT26325ABC",
    ourRef: "A7QK2M-2",
    kind: "capture",
    amount: 145_000,
    currency: "KES",
    at: "2026-11-20T21:30:00.000Z",
    narrative: "PESALINK A7QK2M-2 JANE WANJIKU",
    balance: 25_145_000,
  });
  expect(await bank.statement("2026-11-20")).toEqual([]);
  const payments = await bank.world.control("payments?provider=bank&reference=A7QK2M-2");
  expect(payments.json.payments).toMatchObject([{ state: "paid", amount: 145_000, page: "/bank/pay" }]);
});

test("the Kenyan export is quoted, ends its lines as Windows does, and groups thousands", async () => {
  const bank = await openBank();
  await bank.act("transfer", { ...TRANSFER, bankRef: "FT1", payer: 'Jane "JW" W' });
  await bank.act("fee", { amount: 5_000, currency: "KES", at: "2026-11-21T09:00:00Z" });

  const [head, transfer, fee, rest] = (await bank.csv("currency=KES&day=2026-11-21")).split("\r\n");
  expect(head).toBe('"Date","Value Date","Reference","Narrative","Debit","Credit","Balance"');
  expect(transfer).toBe('"21/11/2026","21/11/2026","FT1","PESALINK A7QK2M-2 JANE ""JW"" W","","1,450.00","251,450.00"');
  expect(fee).toMatch(/^"21\/11\/2026","21\/11\/2026","FT261121\w{6}","LEDGER FEE","50.00","","251,400.00"$/);
  expect(rest).toBe("");
});

test("the Nepali export has Kathmandu's days and lakhs, the dollar one signed amounts", async () => {
  const bank = await openBank();
  await bank.act("transfer", { ...TRANSFER, currency: "NPR", amount: 12_345_600, at: "2026-11-20T18:30:00Z" });
  await bank.act("transfer", { ...TRANSFER, currency: "USD", amount: 11_200, charges: 1_500, bankRef: "TT9" });
  await bank.act("payout", { amount: 100_000, currency: "USD", at: "2026-11-21T10:00:00Z" });

  const nepali = (await bank.csv("currency=NPR&day=2026-11-21")).split("\r\n");
  expect(nepali[0]).toBe('"Txn Date","Txn Id","Description","Withdraw","Deposit","Balance"');
  expect(nepali[1]).toMatch(/^"2026-11-21","S261121\w{6}","CIPS .*","0.00","1,23,456.00","5,23,456.00"$/);
  const dollars = (await bank.csv("currency=USD")).split("\r\n");
  expect(dollars.slice(1, 2)).toEqual([
    '"21-Nov-2026","21-Nov-2026","TT /RFB/A7QK2M-2 JANE WANJIKU","TT9","USD","112.00","12112.00"',
  ]);
  expect(dollars[2]).toMatch(/"USD","-1000.00","11112.00"$/);
});

test("narratives are cut and upper-cased, and some lines have no bank reference, as a test wishes", async () => {
  const bank = await openBank();
  await bank.settings({ cutNarrativeAt: 12, missingReferenceEvery: 2 });
  const first = await bank.act("transfer", TRANSFER);
  const second = await bank.act("transfer", TRANSFER);
  await bank.settings({ upperCase: false, cutNarrativeAt: null });
  const third = await bank.act("transfer", { ...TRANSFER, narrative: "for the bowls, thanks" });
  const fourth = await bank.act("transfer", { ...TRANSFER, bankRef: null });

  expect(first.json.line.narrative).toBe("PESALINK A7Q");
  expect(first.json.line.bankRef).toMatch(/^FT261121\w{6}$/);
  expect(second.json.line).toMatchObject({ bankRef: "", ref: "0120450178900/T000002" });
  expect(third.json.line.narrative).toBe("for the bowls, thanks");
  expect(fourth.json.line.bankRef).toBe("");
  expect((await bank.settings({ cutNarrativeAt: 3 })).status).toBe(400);
});

test("a transfer is sent back whole or in part, and never more than came in", async () => {
  const bank = await openBank();
  const { json } = await bank.act("transfer", { ...TRANSFER, bankRef: "FT7" });
  const part = await bank.act("return", { ref: "ft-7", amount: 45_000 });
  const rest = await bank.act("return", { ref: json.line.id, amount: 100_001 });

  expect(part.json.line).toMatchObject({ kind: "refund", amount: 45_000, of: json.line.id, ourRef: "A7QK2M-2" });
  expect(rest).toMatchObject({ status: 409, json: { detail: "More would go back than came in." } });
  expect((await bank.act("return", { ref: "FT8" })).status).toBe(409);
});

test("a slip is a real picture and a real PDF, and each looks different", async () => {
  const bank = await openBank();
  const one = (await bank.act("transfer", { ...TRANSFER, charges: 5_000 })).json;
  const two = (await bank.act("transfer", TRANSFER)).json;

  const pictures = await Promise.all([one, two].map(({ slip }) => bank.bytes(slip)));
  for (const { type, bytes } of pictures) {
    expect(type).toBe("image/png");
    expect(pixelsOf(bytes)).toEqual({ width: 480, height: 832, bytes: 481 * 832 });
  }
  expect(pictures[0]?.bytes.equals(pictures[1]?.bytes ?? Buffer.alloc(0))).toBe(false);

  const { type, bytes } = await bank.bytes(one.slipPdf);
  const text = bytes.toString("latin1");
  const [, start] = /startxref\n(\d+)\n%%EOF\n$/.exec(text) ?? [];
  expect(type).toBe("application/pdf");
  expect(text).toContain("(KES 1,500.00) Tj"); // What was sent, before the charges on the way.
  expect(text.slice(Number(start), Number(start) + 4)).toBe("xref");
  expect((await fetch(`${bank.world.url}/bank/slip/T999999.png`)).status).toBe(404);
});

test("a forged slip looks as good, and no line stands behind it", async () => {
  const bank = await openBank();
  const { json } = await bank.act("forge-slip", { amount: 145_000, currency: "KES", reference: "A7QK2M-2" });

  expect((await bank.bytes(json.slip)).type).toBe("image/png");
  expect(await bank.statement()).toEqual([]);
});

test("a person sends money on the page, and is told when the amount cannot be read", async () => {
  const { world, statement } = await openBank();
  const send = (amount: string) =>
    fetch(`${world.url}/bank/pay`, {
      method: "POST",
      redirect: "manual",
      body: new URLSearchParams({ currency: "KES", amount, reference: "A7QK2M-2", payer: "Jane" }),
    });

  const refused = await send("lots");
  expect([refused.status, await refused.text()]).toEqual([422, expect.stringContaining("Write an amount")]);
  const sent = await send("1,450.00");
  const page = await fetch(new URL(sent.headers.get("location") ?? "", world.url));
  expect(await page.text()).toContain("/bank/slip/T000001.png");
  expect(page.headers.get("content-security-policy")).toContain("img-src 'self' data:");
  expect(await statement()).toMatchObject([{ amount: 145_000, payer: "Jane" }]);
});

test("nobody decides a transfer", async () => {
  const { world } = await openBank();
  const decided = await world.control("decide", { provider: "bank", id: "T000001", decision: "approve" });
  expect(decided.status).toBe(400);
});

test("lines and slips outlive a restart", async () => {
  const stateFile = join(await mkdtemp(join(tmpdir(), "duka-bank-")), "state.json");
  const before = await openBank({ stateFile });
  await before.act("transfer", TRANSFER);
  await before.world.close();

  const after = await openBank({ stateFile });
  expect(await after.statement()).toMatchObject([{ id: "T000001", ourRef: "A7QK2M-2" }]);
  expect((await after.act("fee", { amount: 1, currency: "KES" })).json.line.id).toBe("T000002");
});

const TRANSFER = {
  amount: 145_000,
  currency: "KES",
  reference: "A7QK2M-2",
  payer: "Jane Wanjiku",
  at: "2026-11-20T21:30:00Z",
};

async function openBank(options: { stateFile?: string } = {}) {
  const world = await openWorld(options);
  return {
    world,
    act: (action: string, body: object) => world.control("act", { provider: "bank", action, ...body }),
    settings: (settings: object) => world.control("auto", { provider: "bank", settings }),
    statement: async (day?: string) =>
      (await world.control(`statement?provider=bank${day ? `&day=${day}` : ""}`)).json.lines,
    csv: async (query: string) => (await fetch(`${world.url}/bank/statement.csv?${query}`)).text(),
    async bytes(path: string) {
      const response = await fetch(world.url + path);
      return { type: response.headers.get("content-type"), bytes: Buffer.from(await response.arrayBuffer()) };
    },
  };
}

/** What the PNG says of itself, and how much its packed rows hold. */
function pixelsOf(png: Buffer) {
  const data = png.indexOf("IDAT");
  const packed = png.subarray(data + 4, data + 4 + png.readUInt32BE(data - 4));
  return { width: png.readUInt32BE(16), height: png.readUInt32BE(20), bytes: inflateSync(packed).length };
}
