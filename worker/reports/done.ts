/** What was done about lines that our books did not have. */
export interface Done {
  asked: number;
  captured: number;
  refunds: number;
  disputes: number;
  unallocated: number;
}
export const nothingDone = (): Done => ({ asked: 0, captured: 0, refunds: 0, disputes: 0, unallocated: 0 });
