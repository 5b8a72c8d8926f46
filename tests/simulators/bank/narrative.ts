import type { Profile } from "./accounts.ts";
import type { BankSettings } from "./settings.ts";

const BEFORE: Record<Profile, string> = { ke: "PesaLink", np: "CIPS", usd: "TT /RFB/" };

/** What a bank makes of a transfer's reference and payer. */
export function narrativeOf(profile: Profile, reference: string, payer: string): string {
  return `${BEFORE[profile]}${profile === "usd" ? "" : " "}${reference} ${payer}`.trim();
}

/** As it stands on the statement. */
export function asPrinted(narrative: string, { upperCase, cutNarrativeAt }: BankSettings): string {
  const text = upperCase ? narrative.toUpperCase() : narrative;
  return cutNarrativeAt === null ? text : text.slice(0, cutNarrativeAt).trimEnd();
}
