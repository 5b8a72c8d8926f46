import type { TransferView } from "#domain/payments/bank-schema";
import { fill } from "#domain/sentences/fill";
import type { PaymentWords } from "#domain/sentences/payment-pages";
import { fileSize } from "../words.ts";

/** A first look at a chosen file, so that nothing large is sent in vain; the server looks at its bytes. @returns a sentence, or nothing */
export function faultOfFile(
  { name, type, size }: Pick<File, "name" | "type" | "size">,
  { types, maxBytes }: Pick<TransferView["upload"], "types" | "maxBytes">,
  say: PaymentWords["proof"],
): string | undefined {
  if (/^image\/hei[cf]/.test(type) || /\.hei[cf]$/i.test(name)) return say.heic;
  if (type !== "" && !types.includes(type)) return say.otherKind;
  if (size > maxBytes) return fill(say.tooLarge, { size: fileSize(size), most: fileSize(maxBytes) });
  return undefined;
}
