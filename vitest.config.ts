import { defineConfig } from "vitest/config";
import LongFirst from "./tests/support/sequencer.ts";

export default defineConfig({
  test: {
    globalSetup: ["tests/support/global-setup.ts"],
    reporters: ["default", "./tests/support/plain-reporter.ts"],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
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
          isolate: false, // nothing of theirs outlives a file, and a process for each would cost more than its tests
        },
      },
    ],
  },
});
