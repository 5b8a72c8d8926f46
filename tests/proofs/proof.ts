/** What a proof found: its figures, and a sentence for each that falls short. */
export interface Outcome {
  readonly figures: Readonly<Record<string, string | number>>;
  readonly failures: readonly string[];
}

/** One claim about the shop that can be shown on a machine: `npm run prove -- <file name>`. */
export interface Proof {
  readonly shows: string;
  run(say: (line: string) => void): Promise<Outcome>;
}

/** Collects figures and failures while a proof runs. */
export class Findings {
  readonly figures: Record<string, string | number> = {};
  readonly failures: string[] = [];

  note(name: string, value: string | number): void {
    this.figures[name] = value;
  }
  /** Notes a figure and fails the proof when it is not so. */
  expect(name: string, value: string | number, holds: boolean): void {
    this.note(name, value);
    if (!holds) this.failures.push(`${name} is ${value}`);
  }
  outcome = (): Outcome => ({ figures: this.figures, failures: this.failures });
}

/** Runs work for each item, so many at a time, in order of the list. */
export async function eachAtOnce<T, R>(
  items: readonly T[],
  atOnce: number,
  work: (item: T, index: number) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const lane = async () => {
    while (next < items.length) {
      const index = next++;
      results[index] = await work(items[index] as T, index);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  return results;
}

/** The value below which this share (0 to 1) of the numbers lies. */
export const percentile = (numbers: readonly number[], share: number): number =>
  [...numbers].sort((a, b) => a - b)[Math.max(0, Math.ceil(numbers.length * share) - 1)] ?? 0;
