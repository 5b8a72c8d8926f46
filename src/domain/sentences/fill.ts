declare const names: unique symbol;

/** A sentence with places for what is not known while it is written: "Pay {money} with {method}". */
export type Sentence<Names extends string = never> = string & { readonly [names]?: Names };

type NamesIn<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | NamesIn<Rest> : never;

/** A catalogue of sentences in any language: the keys of the first one, and in each sentence the same places. */
export type Catalogue<Words> = {
  readonly [Key in keyof Words]: Words[Key] extends string ? Sentence<NamesIn<Words[Key]>> : Catalogue<Words[Key]>;
};

/** The words for one thing and for several. */
export interface Forms<Text> {
  readonly one: Text;
  readonly other: Text;
}

/** Where the places of a sentence are: every second piece is a name. */
export const piecesOf = (sentence: string): string[] => sentence.split(/\{(\w+)\}/);

/** The sentence with everything in its place. */
export function fill<Names extends string>(
  sentence: Sentence<Names>,
  values: Readonly<Record<Names, string | number>>,
): string {
  const given: Readonly<Record<string, string | number>> = values;
  return piecesOf(sentence)
    .map((piece, at) => (at % 2 === 1 ? String(given[piece]) : piece))
    .join("");
}

/** The words for so many, by the rules of `locale`. */
export const formOf = <Text>(forms: Forms<Text>, count: number, locale: string): Text =>
  new Intl.PluralRules(locale).select(count) === "one" ? forms.one : forms.other;

/** "1 second", "5 seconds". */
export const counted = (forms: Forms<Sentence<"count">>, count: number, locale: string): string =>
  fill(formOf(forms, count, locale), { count });
