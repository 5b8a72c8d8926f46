import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Findings, type Proof } from "./proof.ts";

/** The cases of every way to pay once more, in a whole shop; between adapter and simulator they are part of `npm test`. */
export const proof: Proof = {
  shows: "every way to pay passes the conformance suite in a whole shop, with its books balanced at the end",
  async run(say) {
    const findings = new Findings();
    const counts = join(mkdtempSync(join(tmpdir(), "duka-counts-")), "counts.json");
    say("the suite runs …");
    const ran = spawnSync("vitest", ["run", "tests/conformance/shop.test.ts"], {
      encoding: "utf8",
      env: { ...process.env, COUNTS_FILE: counts, WHOLE_SHOP: "1" },
    });
    const { passed, failed } = JSON.parse(readFileSync(counts, "utf8")) as { passed: number; failed: number };
    if (failed > 0) say(ran.stdout.slice(-4_000));
    findings.expect("cases that passed (more than 100)", passed, passed > 100);
    findings.expect("cases that failed (0)", failed, failed === 0);
    return findings.outcome();
  },
};
