import type { Books } from "./books.ts";
import type { Daraja } from "./daraja.ts";
import type { MoneyIn } from "./money-in.ts";
import type { ResultCode } from "./result-codes.ts";
import type { Conversation } from "./results.ts";
import type { Reversal } from "./reversal.ts";

interface Wanted {
  readonly receipt: string;
  readonly amountShillings: number;
}

const NOBODY = { OriginatorConversationID: "", ConversationID: "" };

/** Gives a payment back: all of it, and once. */
export function createReverser({ habits, receipts, simulation }: Daraja, books: Books) {
  /** How it would end, for a reason that lies in the payment itself. */
  function unfit({ receipt, amountShillings }: Wanted, original: MoneyIn | undefined): ResultCode | undefined {
    if (!original) return "R000002";
    const left = original.amountShillings - books.reversedShillings(receipt);
    if (left === 0) return "R000001";
    const isPart = amountShillings !== original.amountShillings;
    if (amountShillings > left || (isPart && !habits.now.partialReversals)) return "2028";
    return undefined;
  }

  function record(wanted: Wanted, by: Reversal["by"], resultCode: ResultCode, conversation: Conversation): Reversal {
    const at = simulation.now();
    const reversal: Reversal = {
      transactionId: receipts.next(at),
      originalReceipt: wanted.receipt,
      amountShillings: wanted.amountShillings,
      at: at.toISOString(),
      by,
      resultCode,
      originatorConversationId: conversation.OriginatorConversationID,
      conversationId: conversation.ConversationID,
    };
    books.addReversal(reversal);
    simulation.keep();
    return reversal;
  }

  return {
    /** By the API. The money moves now; the shop hears of it later. */
    byApi(wanted: Wanted, denied: ResultCode | null, conversation: Conversation): Reversal {
      const code = denied ?? unfit(wanted, books.find(wanted.receipt)) ?? habits.now.reversalOutcome;
      return record(wanted, "api", code, conversation);
    },
    /** By staff in the portal, all that is left of it. @throws Error in words when there is nothing to reverse */
    inPortal(receipt: string): Reversal {
      const original = books.find(receipt);
      if (!original) throw new Error(`No payment has the receipt ${receipt}.`);
      const amountShillings = original.amountShillings - books.reversedShillings(receipt);
      if (amountShillings === 0) throw new Error(`${receipt} has been reversed already.`);
      return record({ receipt, amountShillings }, "portal", "0", NOBODY);
    },
    resume(): void {
      for (const { transactionId } of books.reversals()) receipts.take(transactionId);
    },
  };
}
export type Reverser = ReturnType<typeof createReverser>;
