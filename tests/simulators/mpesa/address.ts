import { isLoopback } from "../core/loopback.ts";
import type { MpesaSettings } from "./settings.ts";

/** Words that Safaricom refuses in an address it is to call. */
const BANNED = /m-?pesa|safaricom|exe|cmd|sql|query/i;

/** Why the address cannot be called: only this machine is, whatever the shop says. */
export function unfitAddress(text: string, settings: MpesaSettings): string | undefined {
  if (!URL.canParse(text)) return "not an address";
  if (new URL(text).protocol !== "http:") return "only http on this machine can be called from here";
  if (!settings.allowHttpCallback) return "https is asked for";
  if (!isLoopback(text)) return "only addresses of this machine are called";
  if (BANNED.test(text)) return "the address has a word in it that Safaricom refuses";
  return undefined;
}
