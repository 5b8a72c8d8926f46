import { createHmac } from "node:crypto";
import { z } from "zod";
import { sameText } from "../../tokens.ts";
import { moneyId } from "./airtel-replies.ts";
import { parseJson } from "./answers.ts";

/** What an Airtel callback claims of the transaction we called `id`. No status in it is final, not even a failure. */
export interface AirtelClaim {
  readonly id: string;
  readonly saysPaid: boolean;
  readonly receipt: string | null;
}

const callbackBody = z.object({
  transaction: z.object({
    id: z.string().min(1).max(64),
    status_code: z.string().min(1).max(40),
    airtel_money_id: moneyId.nullish().catch(null),
  }),
  hash: z.unknown().optional(),
});

/** `null`: not a body of Airtel's, or one whose hash does not fit. One without a hash is read all the same: it only makes us ask. */
export function readAirtelCallback(body: string, hashKey: string | undefined): AirtelClaim | null {
  const read = callbackBody.safeParse(parseJson(body));
  if (!read.success) return null;
  const { transaction, hash } = read.data;
  if (hashKey && hash != null && !(typeof hash === "string" && hashVariant(body, hash, hashKey))) return null;
  const saysPaid = transaction.status_code === "TS";
  return { id: transaction.id, saysPaid, receipt: saysPaid ? (transaction.airtel_money_id ?? null) : null };
}

/**
 * What of a body its hash is over: Airtel's page does not say, and integrators have seen both. `body` must be an object in JSON with a
 * `transaction`. `null`: it fits neither, so whoever sent it does not have the key.
 */
export function hashVariant(body: string, hash: string, key: string): "transaction" | "body" | null {
  const fits = (text: string) => sameText(createHmac("sha256", key).update(text).digest("base64"), hash);
  if (fits(rawMember(body, "transaction"))) return "transaction";
  const { hash: _, ...rest } = JSON.parse(body) as Record<string, unknown>;
  return fits(JSON.stringify(rest)) ? "body" : null;
}

/** A member's value as it stands in the text of an object in JSON. Of several with one name the last counts, as in `JSON.parse`. */
export function rawMember(text: string, name: string): string {
  let depth = 0;
  let key = "";
  let from = 0;
  let found = "";
  for (const { 0: token, index } of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\],:]/g)) {
    const closes = token === "}" || token === "]";
    if (depth === 1 && (token === "," || closes) && from > 0) {
      if (key === name) found = text.slice(from, index).trim();
      from = 0;
    } else if (depth === 1 && token === ":") {
      from = index + 1;
    } else if (depth === 1 && from === 0 && token.startsWith('"')) {
      key = JSON.parse(token) as string;
    }
    if (token === "{" || token === "[") depth += 1;
    if (closes) depth -= 1;
  }
  return found;
}
