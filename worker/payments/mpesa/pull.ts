import { unknownReceipts } from "#db/queries/paybill";
import { countUp } from "#db/queries/users";
import type { Deps } from "../../deps.ts";
import { keepPulled } from "../../reports/pulled.ts";
import { eastAfricaTime } from "../gateways/mpesa-door.ts";
import { type ProvenMoney, readPulled } from "./bodies.ts";
import { bookMoney } from "./book-money.ts";
import { type Daraja, darajaOf } from "./daraja.ts";

const EVERY_MS = 10 * 60_000;
const WINDOW_MS = 48 * 60 * 60_000; // all that Daraja keeps
const MOST_PAGES = 50;

/**
 * Reads the list of what came in lately. It is the answer to a question of ours, so each entry is proof: what no confirmation told us of
 * is found here, and so is the end of a prompt that cannot be asked about. @returns how many were booked
 */
export async function pullMoney(deps: Deps): Promise<number> {
  const daraja = darajaOf(deps);
  if (!daraja?.config.c2b || !daraja.config.pull) return 0;
  const now = deps.now();
  if ((await countUp(deps.db, "mpesa-pull", Math.max(1, EVERY_MS * deps.config.planScale), now)) > 1) return 0;
  let booked = 0;
  let isWhole = false;
  const all: ProvenMoney[] = [];
  for (let page = 0, offset = 0; page < MOST_PAGES; page++) {
    const read = await readPage(deps, daraja, now, offset);
    isWhole = read?.count === 0;
    if (!read || isWhole) break;
    booked += await bookNew(deps, daraja, read.money);
    all.push(...read.money);
    offset += read.count;
  }
  await keepPulled(deps, daraja.gateway, all, isWhole);
  return booked;
}

async function readPage(deps: Deps, { config, door }: Daraja, now: number, offset: number) {
  const query = {
    ShortCode: config.shortCode,
    StartDate: moment(now - WINDOW_MS),
    EndDate: moment(now + 60_000),
    OffSetValue: String(offset),
  };
  const path = "/pulltransactions/v1/query";
  const reply = await (config.pull?.verb === "GET" ? door.get(path, query) : door.post(path, query));
  const read = readPulled(reply.text, deps.now());
  if (!read)
    console.warn(JSON.stringify({ level: "warn", what: "pull", status: reply.status, said: reply.text.slice(0, 200) }));
  return read;
}

async function bookNew(deps: Deps, { gateway }: Daraja, money: readonly ProvenMoney[]): Promise<number> {
  const unknown = await unknownReceipts(
    deps.db,
    money.map(({ receipt }) => receipt),
  );
  let booked = 0;
  for (const one of money) {
    if (!unknown.has(one.receipt)) continue;
    const outcome = await bookMoney(deps, gateway, one).catch((error: unknown) => {
      console.error(JSON.stringify({ level: "error", what: "pull", receipt: one.receipt, error: String(error) }));
      return "later";
    });
    if (outcome !== "later" && outcome !== "known") booked += 1;
  }
  return booked;
}

/** "2026-11-19 00:00:00", in East Africa. */
const moment = (at: number): string =>
  eastAfricaTime(at).replace(/^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/, "$1-$2-$3 $4:$5:$6");
