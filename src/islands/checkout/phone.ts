interface Shape {
  readonly example: string;
  /** Written at home, with its leading 0 where the country has one. */
  readonly local: RegExp;
  readonly opening: RegExp;
  readonly digits: number;
  readonly code: string;
  readonly lead: string;
}

const SHAPES: Readonly<Record<string, Shape>> = {
  KE: { example: "0712 345 678", local: /^0[17]\d{8}$/, opening: /^0[17]?/, digits: 10, code: "254", lead: "0" },
  NP: { example: "981 2345678", local: /^9[678]\d{8}$/, opening: /^9/, digits: 10, code: "977", lead: "" },
};

const inWords = (count: number): string =>
  `${["no", "one", "two", "three", "four", "five", "six"][count] ?? count} ${count === 1 ? "digit" : "digits"}`;

/**
 * A first look at a phone number, so that a slip of the finger is seen before anything is sent; the server decides.
 * @returns a sentence when it cannot be right, else `null`
 */
export function phoneProblem(typed: string, country: string): string | null {
  const shape = SHAPES[country] ?? (SHAPES.KE as Shape);
  const like = `It should look like ${shape.example}.`;
  const compact = typed.replace(/[\s().-]/g, "");
  if (compact === "") return `Which number? ${like}`;
  if (/[^\d+]/.test(compact) || compact.lastIndexOf("+") > 0) return `A phone number has only digits. ${like}`;
  const home = atHome(compact, shape);
  if (home === null) return foreignProblem(compact, like);
  if (shape.local.test(home)) return null;
  const off = home.length - shape.digits;
  if (off !== 0 && shape.opening.test(home))
    return `This number is ${inWords(Math.abs(off))} ${off < 0 ? "short" : "too long"}. ${like}`;
  return `We cannot read this number. ${like}`;
}

/** As it is written at home; `null` for a number from abroad. */
function atHome(compact: string, { code, lead, digits }: Shape): string | null {
  const bare = compact.replace(/^(\+|00)/, "");
  if (bare.startsWith(code) && (bare !== compact || compact.length > digits)) return lead + bare.slice(code.length);
  return bare === compact ? compact : null;
}

function foreignProblem(compact: string, like: string): string | null {
  const digits = compact.replace(/^(\+|00)/, "").length;
  return digits >= 7 && digits <= 15 ? null : `We cannot read this number. ${like}`;
}

export const phoneExample = (country: string): string => (SHAPES[country] ?? (SHAPES.KE as Shape)).example;
