import { defineConfig } from "vitest/config";
import LongFirst from "./tests/support/sequencer.ts";

export default defineConfig({
  test: {
    globalSetup: ["tests/support/global-setup.ts"],
    reporters: ["default", "./tests/support/plain-reporter.ts"],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 3, // tests wait as much as they work: two leave a seventh of two cores idle
    isolate: false, // nothing of theirs outlives a file, and a process for each would load the same modules again
    sequence: { sequencer: LongFirst },
    onConsoleLog: () => undefined,
    projects: [
      {
        extends: true,
        test: {
          name: "shop",
          // The suite in a whole shop takes a minute of two workers: it is a proof (tests/proofs/conformance.ts).
          include: process.env.WHOLE_SHOP
            ? ["tests/conformance/shop.test.ts"]
            : ["tests/integration/**/*.test.ts", "tests/e2e/**/*.test.ts"],
        },
      },
      {
        extends: true,
        test: {
          name: "unit",
          include: ["tests/unit/**/*.test.ts", "tests/conformance/adapters.test.ts"],
        },
      },
    ],
  },
});
