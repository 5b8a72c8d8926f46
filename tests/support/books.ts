import { replay } from "#scripts/replay";
import type { Findings } from "#tests/proofs/proof";
import type { Shop } from "./shop.ts";

/** No row of the audit, and every status the same when it is folded again from the facts. */
export async function expectSoundBooks(findings: Findings, shop: Shop): Promise<void> {
  const breaks = await shop.audit();
  findings.expect("audit rows", breaks.length, breaks.length === 0);
  const differences = await replay(shop.db);
  findings.expect("replay: differences", differences.length, differences.length === 0);
}
