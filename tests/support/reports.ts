import { dayIn, zoneOf } from "#domain/payments/days";
import type {
  DailyReportView,
  ReportEntry,
  StatementGateway,
  StatementUpload,
  StatementView,
} from "#domain/payments/report-schema";
import type { Client, Problem, Reply } from "./client.ts";
import type { Shop } from "./shop.ts";

export type Uploaded = Exclude<StatementGateway, "bank-transfer">;

/** A line as the simulated providers' statements have it. */
export interface SimulatedLine {
  readonly ref: string;
  readonly ourRef: string;
  readonly kind: string;
  readonly amount: number;
  readonly currency: string;
  readonly at: string;
  readonly [more: string]: string | number;
}

/** The provider's today. */
export const today = (gateway: StatementGateway): string => dayIn(zoneOf(gateway), Date.now());

/** A simulated provider's whole statement. */
export const statementLines = async (shop: Shop, provider: Uploaded): Promise<SimulatedLine[]> =>
  (await shop.control<{ lines: SimulatedLine[] }>(`statement?provider=${provider}`)).lines;

export const asText = (lines: readonly SimulatedLine[]): string => JSON.stringify({ day: null, lines });

/** Staff send a statement as it is. */
export const send = (staff: Client, body: StatementUpload): Promise<Reply<StatementView & Problem>> =>
  staff.post<StatementView & Problem>("/api/staff/statements", body);

/** Staff take in the simulated provider's statement of today, perhaps changed on its way. @returns what it changed */
export async function takeIn(
  shop: Shop,
  staff: Client,
  gateway: Uploaded,
  change: (lines: SimulatedLine[]) => SimulatedLine[] = (lines) => lines,
): Promise<StatementView> {
  const day = today(gateway);
  const text = asText(change(await statementLines(shop, gateway)));
  const answer = await send(staff, { gateway, text, days: { from: day, to: day } });
  if (answer.status !== 200) throw new Error(`the statement of ${gateway}: ${answer.status} ${answer.text}`);
  return answer.body;
}

/** A day's report with all of its entries. */
export async function dailyReport(
  staff: Client,
  gateway: StatementGateway,
  day = today(gateway),
): Promise<DailyReportView> {
  const entries: ReportEntry[] = [];
  for (let cursor = ""; ; ) {
    const answer = await staff.get<DailyReportView>(
      `/api/staff/reports/daily?gateway=${gateway}&day=${day}${cursor && `&cursor=${cursor}`}`,
    );
    if (answer.status !== 200) throw new Error(`the report of ${gateway}: ${answer.status} ${answer.text}`);
    entries.push(...answer.body.entries);
    if (answer.body.nextCursor === null) return { ...answer.body, entries };
    cursor = answer.body.nextCursor;
  }
}
