/** Gives back the place. */
export type Leave = () => void;

/**
 * So many pieces of work at once in one isolate. A place that was never given back, because its request was cut short, is free again
 * after `longestMs`.
 */
export function placesFor(most: number, longestMs: number): (now: number) => Leave | null {
  const taken = new Set<{ readonly at: number }>();
  return (now) => {
    for (const place of taken) if (place.at <= now - longestMs) taken.delete(place);
    if (taken.size >= most) return null;
    const place = { at: now };
    taken.add(place);
    return () => void taken.delete(place);
  };
}
