const AT_ONCE = 8; // providers are asked side by side, this many at a time

/** Does the work for each; what one of them throws is logged, and keeps no other waiting. */
export async function eachOf<T>(items: readonly T[], work: (item: T) => Promise<unknown>): Promise<void> {
  const queue = [...items];
  const worker = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) {
      await work(item).catch((error: unknown) =>
        console.error(JSON.stringify({ level: "error", what: "round", error: String(error) })),
      );
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}
