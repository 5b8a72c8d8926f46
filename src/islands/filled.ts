import type { ComponentChild } from "preact";
import { piecesOf, type Sentence } from "#domain/sentences/fill";

/** A sentence with elements in its places: `filled(say.lead, { money: <b>KES 1,250</b> })`. */
export function filled<Names extends string>(
  sentence: Sentence<Names>,
  values: Readonly<Record<Names, ComponentChild>>,
): ComponentChild[] {
  const given: Readonly<Record<string, ComponentChild>> = values;
  return piecesOf(sentence).map((piece, at) => (at % 2 === 1 ? given[piece] : piece));
}
