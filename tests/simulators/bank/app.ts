import { type Context, Hono } from "hono";
import * as z from "zod";
import { logRequests } from "../core/request-log.ts";
import type { Simulation, SimulatorEnv } from "../core/simulation.ts";
import { dayThere } from "../core/wall-clock.ts";
import { pageHeaders } from "../pages/page-headers.ts";
import { ACCOUNTS, accountIn } from "./accounts.ts";
import { readAmount } from "./amounts.ts";
import type { Bank } from "./bank.ts";
import { toCsv } from "./csv.ts";
import { booked, findEntry } from "./ledger.ts";
import { payPage } from "./pay-page.ts";
import { slipDocument } from "./slip-document.ts";
import { slipPicture } from "./slip-picture.ts";

const currency = z.enum(ACCOUNTS.map((account) => account.currency));
const payQuery = z.object({
  currency: currency.catch("KES"),
  amount: z.string().catch(""),
  reference: z.string().catch(""),
  payer: z.string().catch("Amina Odhiambo"),
  sent: z.string().optional(),
});
const payForm = z.object({ currency, amount: z.string(), reference: z.string().trim(), payer: z.string().trim() });
const statementQuery = z.object({ currency, day: z.iso.date().optional() });

/** What people see of the banks: a payer's online banking with its slips, and the shop's statements. */
export function bankApp(simulation: Simulation, bank: Bank): Hono<SimulatorEnv> {
  return new Hono<SimulatorEnv>()
    .use(logRequests(simulation.requests, "bank"))
    .use(pageHeaders)
    .get("/pay", (c) => {
      const { sent, ...form } = payQuery.parse(c.req.query());
      return c.html(payPage(form, sent ? findEntry(bank.entries(), sent) : undefined, undefined));
    })
    .post("/pay", async (c) => {
      const form = payForm.safeParse(await c.req.parseBody());
      if (!form.success) return c.text("This is not a transfer.", 400);
      const amount = readAmount(form.data.amount);
      if (amount === undefined)
        return c.html(payPage(form.data, undefined, "Write an amount such as 1,450.00 or 1450."), 422);
      const { id } = bank.transfer({ ...form.data, amount });
      return c.redirect(`/bank/pay?sent=${id}`, 303);
    })
    .get("/statement.csv", (c) => {
      const query = statementQuery.safeParse(c.req.query());
      if (!query.success) return c.text("Say ?currency=KES, NPR or USD, and perhaps &day=YYYY-MM-DD.", 400);
      const { currency, day } = query.data;
      const { accountNumber, timeZone } = accountIn(currency);
      const lines = booked(bank.entries(), currency).filter(({ at }) => !day || dayThere(at, timeZone) === day);
      const name = `statement-${accountNumber}${day ? `-${day}` : ""}.csv`;
      return c.body(toCsv(currency, lines), 200, {
        "content-type": "text/csv; charset=utf-8",
        "content-disposition": `attachment; filename="${name}"`,
      });
    })
    .get("/slip/:file", (c) => {
      const [, ref, kind] = /^(.+)\.(png|pdf)$/.exec(c.req.param("file")) ?? [];
      const slip = ref && bank.slip(ref);
      if (!slip) return c.text("There is no such slip.", 404);
      return kind === "png"
        ? sendBytes(c, "image/png", slipPicture(slip))
        : sendBytes(c, "application/pdf", slipDocument(slip));
    })
    .all("*", (c) => c.text("There is nothing here.", 404));
}

function sendBytes(c: Context<SimulatorEnv>, type: string, bytes: Buffer): Response {
  return c.body(new Uint8Array(bytes), 200, { "content-type": type });
}
