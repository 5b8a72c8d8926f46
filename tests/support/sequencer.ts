import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Files that take longest begin first, so that no worker stands idle while the last one ends. */
const LONG = ["tests/e2e/", "tests/integration/", "tests/conformance/", "tests/unit/"];
const rank = ({ moduleId }: TestSpecification): number => LONG.findIndex((part) => moduleId.includes(part));

export default class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).toSorted((one, other) => rank(one) - rank(other));
  }
}
