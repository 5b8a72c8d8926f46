import type { z } from "zod";
import type { StaffOrderView } from "#domain/orders/schema";
import type {
  approveProofBody,
  BankDeskView,
  lineNoteBody,
  matchLineBody,
  statementBody,
} from "#domain/payments/bank-schema";
import type { HumanEndView, MismatchView, UnallocatedView } from "#domain/payments/money-schema";
import type { DailyReportView, ReportsView, StatementUpload, StatementView } from "#domain/payments/report-schema";
import type {
  allocationBody,
  callbacksView,
  completionBody,
  HealthView,
  humanEndListView,
  LogDetailView,
  LogView,
  mismatchListView,
  RefundBody,
  replayView,
  resolutionBody,
  returnBody,
  TasksView,
  TaskView,
  TestPayment,
  unallocatedListView,
} from "#domain/payments/staff-schema";
import { type Answer, type Ask, answered } from "#lib/api";
import { overNetwork, posted } from "./staff-api.ts";

export type CallbacksView = z.infer<typeof callbacksView>;
export type ReplayView = z.infer<typeof replayView>;
export type UnallocatedList = z.infer<typeof unallocatedListView>;
export type MismatchList = z.infer<typeof mismatchListView>;
export type HumanEndList = z.infer<typeof humanEndListView>;
export type ResolutionBody = z.input<typeof resolutionBody>;
export type AllocationBody = z.input<typeof allocationBody>;
export type ReturnBody = z.input<typeof returnBody>;
export type ApproveProofBody = z.input<typeof approveProofBody>;
export type MatchLineBody = z.input<typeof matchLineBody>;
export type StatementBody = z.input<typeof statementBody>;

const seg = encodeURIComponent;

/** The API of the money desks; every answer is a value. */
export const moneyApiOver = (ask: Ask) => {
  const get = <T>(path: string): Promise<Answer<T>> => answered<T>(ask(`/api/staff/${path}`));
  const post = <T>(path: string, body: unknown = {}, key?: string): Promise<Answer<T>> =>
    answered<T>(ask(`/api/staff/${path}`, posted(body, key ? { "Idempotency-Key": key } : {})));
  return {
    refund: (orderId: string, body: RefundBody, key: string) =>
      post<StaffOrderView>(`orders/${seg(orderId)}/refunds`, body, key),
    approveRefund: (id: string) => post<StaffOrderView>(`refunds/${seg(id)}/approval`),
    refuseRefund: (id: string, reason: string) => post<StaffOrderView>(`refunds/${seg(id)}/refusal`, { reason }),
    completeRefund: (id: string, body: z.input<typeof completionBody>) =>
      post<StaffOrderView>(`refunds/${seg(id)}/completion`, body),
    sendRefund: (id: string) => post<StaffOrderView>(`refunds/${seg(id)}/sending`),

    tasks: (query: URLSearchParams) => get<TasksView>(`tasks?${query}`),
    endTask: (id: string, note: string) => post<TaskView>(`tasks/${seg(id)}/done`, { note }),

    unallocated: (query: URLSearchParams) => get<UnallocatedList>(`unallocated?${query}`),
    allocate: (id: string, body: AllocationBody) => post<UnallocatedView>(`unallocated/${seg(id)}/allocation`, body),
    sendBack: (id: string, body: ReturnBody) => post<UnallocatedView>(`unallocated/${seg(id)}/return`, body),
    mismatches: (query: URLSearchParams) => get<MismatchList>(`mismatches?${query}`),
    dismiss: (id: string, note: string) => post<MismatchView>(`mismatches/${seg(id)}/dismissal`, { note }),

    resolve: (attemptId: string, body: ResolutionBody) =>
      post<LogDetailView>(`attempts/${seg(attemptId)}/resolution`, body),
    ends: () => get<HumanEndList>("human-ends"),
    approveEnd: (id: string) => post<HumanEndView>(`human-ends/${seg(id)}/approval`),
    refuseEnd: (id: string, reason: string) => post<HumanEndView>(`human-ends/${seg(id)}/refusal`, { reason }),

    health: () => get<HealthView>("payments/health"),
    log: (query: URLSearchParams) => get<LogView>(`payments/log?${query}`),
    payment: (attemptId: string) => get<LogDetailView>(`payments/log/${seg(attemptId)}`),
    callbacks: (query: URLSearchParams) => get<CallbacksView>(`payments/callbacks?${query}`),
    replay: (id: string) => post<ReplayView>(`payments/callbacks/${seg(id)}/replay`),

    makeTest: (phone: string) => post<TestPayment>("mpesa/test-payments", { phone }),
    test: (id: string) => get<TestPayment>(`mpesa/test-payments/${seg(id)}`),

    daily: (query: URLSearchParams) => get<DailyReportView>(`reports/daily?${query}`),
    reports: (query: URLSearchParams) => get<ReportsView>(`reports?${query}`),
    uploadStatement: (body: StatementUpload) => post<StatementView>("statements", body),

    desk: () => get<BankDeskView>("bank"),
    takeProof: (id: string) => post<BankDeskView>(`bank/proofs/${seg(id)}/review`),
    approveProof: (id: string, body: ApproveProofBody) => post<BankDeskView>(`bank/proofs/${seg(id)}/approve`, body),
    rejectProof: (id: string, reason: string) => post<BankDeskView>(`bank/proofs/${seg(id)}/reject`, { reason }),
    importStatement: (body: StatementBody) => post<BankDeskView>("bank/statements", body),
    matchLine: (id: string, body: MatchLineBody) => post<BankDeskView>(`bank/lines/${seg(id)}/match`, body),
    approveLine: (id: string, body: z.input<typeof lineNoteBody>) =>
      post<BankDeskView>(`bank/lines/${seg(id)}/approve`, body),
    setLineAside: (id: string, reason: string) => post<BankDeskView>(`bank/lines/${seg(id)}/set-aside`, { reason }),
    reopenLine: (id: string, reason: string) => post<BankDeskView>(`bank/lines/${seg(id)}/reopen`, { reason }),
    strayLine: (id: string) => post<BankDeskView>(`bank/lines/${seg(id)}/unallocated`),
  };
};
export type MoneyApi = ReturnType<typeof moneyApiOver>;

/** The API over the network. */
export const moneyApi = moneyApiOver(overNetwork);
