import { createHash } from "node:crypto";
import { addProof, type NewProof, readTransferSide } from "#db/queries/bank-proofs";
import { type OrderBundle, readOrder } from "#db/queries/orders";
import { countUp } from "#db/queries/users";
import { DomainError, fieldErrors } from "#domain/errors";
import { newId } from "#domain/ids";
import { formatMoney, money, parseAmount } from "#domain/money";
import { plainBankRef } from "#domain/payments/bank-reference";
import { proofFields, type TransferView } from "#domain/payments/bank-schema";
import { addBankDays, PROOF_DAYS } from "#domain/payments/transfer-days";
import type { Deps } from "../deps.ts";
import { type CheckedFile, checkDocument, MOST_DOCUMENT_BYTES, plainFileName } from "../documents/files.ts";
import { pictureHash } from "../documents/picture-hash.ts";
import { dropDocument, putDocument } from "../documents/store.ts";
import { deliverOrderMessages } from "../notify/deliver-outbox.ts";
import { bankInstructions, MOST_PROOFS, newestTransfer, takesProofs, transferView } from "./instructions.ts";

const TRIES = 20; // from one address, and for one order
const WINDOW_MS = 3_600_000;

/**
 * Keeps a picture of a transfer slip that the holder of an order's link sends. It is evidence for whoever reads the statement, never
 * money. The same file sent again changes nothing. @returns how the transfer stands now
 * @throws {DomainError} file-refused, validation-failed, transition-not-allowed, too-many-requests, not-found
 */
export async function uploadProof(
  deps: Deps,
  bundle: OrderBundle,
  form: FormData,
  client: string,
): Promise<TransferView> {
  const { order } = bundle;
  const attempt = newestTransfer(bundle);
  if (!attempt || !deps.config.documentSecret)
    throw new DomainError("not-found", "No bank transfer is asked for on this order.");
  await notTooOften(deps, [`proof-from|${client}`, `proof-for|${order.id}`]);
  if (!takesProofs(bundle) || order.totalMinor <= bundle.netMinor)
    throw new DomainError("transition-not-allowed", "No transfer is asked for on this order any more.", {
      order: order.orderStatus,
      payment: order.paymentStatus,
    });

  const { file, bytes, checked } = await readFile(form);
  const said = readFields(form, order.currency);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const side = await readTransferSide(deps.db, order.id);
  if (side.proofs.some((proof) => proof.sha256 === sha256)) return transferView(bundle, side);
  if (side.proofs.filter(({ attemptId }) => attemptId === attempt.id).length >= MOST_PROOFS) throw enough();

  const id = newId("prf");
  const objectKey = await putDocument(deps, side.ownerId, id, checked.bytes);
  const proof: NewProof = {
    id,
    orderId: order.id,
    attemptId: attempt.id,
    objectKey,
    sha256,
    perceptualHash: checked.mime === "image/png" ? pictureHash(checked.bytes) : null,
    mime: checked.mime,
    bytes: checked.bytes.length,
    originalName: plainFileName(file.name) || `slip.${checked.mime.split("/")[1]}`,
    ...said,
    currency: order.currency,
    detail: `A transfer slip for ${attempt.reference}, ${formatMoney(money(attempt.amountMinor, order.currency))}`,
    to: recipientOf(bundle),
    hold:
      bundle.holdEndsAt === null
        ? null
        : { was: bundle.holdEndsAt, until: addBankDays(bundle.holdEndsAt, PROOF_DAYS, order.currency) },
  };
  if (!(await addProof(deps.db, proof, MOST_PROOFS, deps.now()))) {
    await dropDocument(deps, objectKey);
    const after = await readTransferSide(deps.db, order.id);
    if (after.proofs.some((one) => one.sha256 === sha256)) return transferView(bundle, after); // the same file, a moment ago
    throw enough();
  }
  deps.later(deliverOrderMessages(deps, order.id));
  const fresh = (await readOrder(deps.db, order.id)) ?? bundle;
  return (await bankInstructions(deps, fresh)) ?? transferView(fresh, side);
}

async function notTooOften(deps: Deps, keys: readonly string[]): Promise<void> {
  for (const key of keys) {
    if ((await countUp(deps.db, key, WINDOW_MS, deps.now())) > TRIES)
      throw new DomainError("too-many-requests", "That were many files. Please wait an hour, or call us.", {
        retryAfterSeconds: WINDOW_MS / 1_000,
      });
  }
}

const enough = () =>
  refusedFile(
    `${MOST_PROOFS} files were sent for this payment already. We look at them; call us if something is wrong.`,
  );
const refusedFile = (detail: string) =>
  new DomainError("file-refused", detail, { errors: [{ pointer: "/file", detail }] });

async function readFile(form: FormData): Promise<{ file: File; bytes: Uint8Array; checked: CheckedFile }> {
  const file = form.get("file") as unknown;
  if (!(file instanceof File))
    throw fieldErrors([{ pointer: "/file", detail: "Choose a picture or a PDF of the slip." }]);
  if (file.size > MOST_DOCUMENT_BYTES) throw refusedFile("The file is larger than 8 MB.");
  const bytes = new Uint8Array(await file.arrayBuffer());
  const checked = checkDocument(bytes);
  if ("problem" in checked) throw refusedFile(checked.problem);
  return { file, bytes, checked };
}

/** What the shopper says about it: all of it may be missing, none of it is believed. */
function readFields(
  form: FormData,
  currency: OrderBundle["order"]["currency"],
): Pick<NewProof, "claimedAmountMinor" | "claimedReference" | "payerName" | "note"> {
  const given = Object.fromEntries([...form.entries()].filter(([, value]) => typeof value === "string"));
  const read = proofFields.safeParse(given);
  if (!read.success)
    throw fieldErrors(
      read.error.issues.map(({ path, message }) => ({ pointer: `/${path.join("/")}`, detail: message })),
    );
  const { amount, reference, payer, note } = read.data;
  const claimed = amount === "" ? null : parseAmount(amount.replace(/^[A-Z]{3}\s*/i, ""), currency);
  if (amount !== "" && (claimed === null || claimed.amountMinor <= 0))
    throw fieldErrors([{ pointer: "/amount", detail: "Write the amount like 1,450 or 1,450.00." }]);
  return {
    claimedAmountMinor: claimed?.amountMinor ?? null,
    claimedReference: plainBankRef(reference),
    payerName: payer,
    note,
  };
}

export const recipientOf = ({ order }: OrderBundle): NewProof["to"] =>
  order.contactEmail
    ? { channel: "email", recipient: order.contactEmail }
    : { channel: "sms", recipient: order.contactPhone ?? "" };
