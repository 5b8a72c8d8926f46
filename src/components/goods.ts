import type { PageGood, PageImage, PageVariant } from "#db/queries/catalogue-rows";

/** "Sold out", or when it comes back if the good says so: a fact named "Back". Staff read that fact as words, shoppers as a day. */
export function backIn(good: PageGood): string {
  const back = good.attributes.find(({ name }) => name === "Back")?.value;
  return back ? `Sold, back in ${back}` : "Sold out";
}

/** The facts a page lists, each name once with all its values; when it is back is said beside the price. */
export function factsOf(good: PageGood): { name: string; value: string }[] {
  const facts = new Map<string, string[]>();
  for (const { name, value } of good.attributes) {
    if (name !== "Back") facts.set(name, [...(facts.get(name) ?? []), value]);
  }
  return [...facts].map(([name, values]) => ({ name, value: values.join(", ") }));
}

export interface Choice {
  readonly name: string;
  readonly values: readonly { readonly value: string; readonly image: PageImage | null }[];
}

/** What can be chosen, in the order of the variants. The first choice is drawn as pictures where its values look different. */
export function choicesOf(good: PageGood): Choice[] {
  const names = [...new Set(good.variants.flatMap(({ options }) => options.map(({ name }) => name)))];
  return names.map((name, index) => {
    const values = [
      ...new Set(
        good.variants.flatMap(({ options }) => options.filter((one) => one.name === name).map(({ value }) => value)),
      ),
    ];
    const pictured = values.map((value) =>
      imageOf(
        good,
        good.variants.find((variant) => optionOf(variant, name) === value),
      ),
    );
    const differ =
      index === 0 && new Set(pictured.map((image) => image?.key)).size === values.length && pictured.every(Boolean);
    return {
      name,
      values: values.map((value, at) => ({
        value,
        image: differ && values.length > 1 ? (pictured[at] ?? null) : null,
      })),
    };
  });
}

export const optionOf = (variant: PageVariant, name: string): string =>
  variant.options.find((option) => option.name === name)?.value ?? "";

export const imageOf = (good: PageGood, variant: PageVariant | undefined): PageImage | null =>
  good.images.find(({ id }) => id === variant?.imageId) ?? null;

/** What is chosen when the page opens: the first that is not sold. */
export const firstChoice = (good: PageGood): PageVariant | undefined =>
  good.variants.find(({ soldOut }) => !soldOut) ?? good.variants[0];
