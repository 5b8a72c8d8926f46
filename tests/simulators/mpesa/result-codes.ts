/** How an asynchronous request of the operator can end, and what Daraja says then. Not every code is a number. */
export const RESULTS = {
  "0": "The service request is processed successfully.",
  "1": "The balance is insufficient for the transaction.",
  "11": "The DebitParty is in an invalid state.",
  "21": "The initiator is not allowed to initiate this request",
  "2001": "The initiator information is invalid.",
  "2006": "Declined due to account rule: The account status is not active.",
  "2028": "The request is not permitted according to product assignment.",
  "8006": "The security credential is locked.",
  R000001: "The transaction has already been reversed.",
  R000002: "The OriginalTransactionID is invalid.",
} as const;
export type ResultCode = keyof typeof RESULTS;
export const RESULT_CODES = Object.keys(RESULTS) as [ResultCode, ...ResultCode[]];
