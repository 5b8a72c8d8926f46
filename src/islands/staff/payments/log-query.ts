import { z } from "zod";
import { ATTEMPT_STATUSES, type AttemptStatus, GATEWAY_CODES, type GatewayCode } from "#domain/payments/names";
import { payWith } from "#lib/format";
import { attemptSaid, dayName } from "../console-words.ts";
import { CURSOR, DAY, listQuery, SEARCH } from "../list-query.ts";

/** What the payment log is narrowed to. */
export interface LogQuery {
  readonly gateway?: GatewayCode;
  readonly status?: AttemptStatus;
  readonly from?: string;
  readonly to?: string;
  readonly search?: string;
  readonly cursor?: string;
}

export const logList = listQuery<LogQuery>("/staff/payments", {
  gateway: z.enum(GATEWAY_CODES),
  status: z.enum(ATTEMPT_STATUSES),
  from: DAY,
  to: DAY,
  search: SEARCH,
  cursor: CURSOR,
});

/** The words that can be taken out, in the order they are said. */
export function logWords(query: LogQuery): { name: keyof LogQuery; text: string }[] {
  const { gateway, status, from, to, search } = query;
  return [
    ...(status ? [{ name: "status" as const, text: attemptSaid(status).word.toLowerCase() }] : []),
    ...(gateway ? [{ name: "gateway" as const, text: `with ${payWith([gateway])}` }] : []),
    ...(from ? [{ name: "from" as const, text: `from ${dayName(from)}` }] : []),
    ...(to ? [{ name: "to" as const, text: `to ${dayName(to)}` }] : []),
    ...(search ? [{ name: "search" as const, text: `matching “${search}”` }] : []),
  ];
}
