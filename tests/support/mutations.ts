/** Numbers from 0 to 1, the same for the same seed. Source: mulberry32. */
export type Random = () => number;
export function randomFrom(seed: number): Random {
  let state = (seed * 0x9e3779b9) | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
export const below = (random: Random, end: number): number => Math.floor(random() * end);
export const pick = <T>(random: Random, items: readonly T[]): T => items[below(random, items.length)] as T;

export interface Mutated {
  readonly kind: string;
  readonly bytes: Buffer;
}

/** What a mutation works on. */
export interface Material {
  /** A body in JSON. */
  readonly text: string;
  /** Another attempt's body of the same provider, for what is put in the place of what. */
  readonly other: string;
  /** Values that stay as they are, wherever they stand. */
  readonly keep?: readonly string[];
}

/** Changes a body in one way, seldom in two; never into itself. */
export function mutate(random: Random, material: Material): Mutated {
  for (;;) {
    const first = once(random, material);
    if (!first) continue;
    const isTwice = random() < 0.15 && first.bytes.length < 10_000;
    const second = isTwice && once(random, { ...material, text: first.bytes.toString("utf8") });
    const made = second ? { kind: "two of these", bytes: second.bytes } : first;
    if (!made.bytes.equals(Buffer.from(material.text)) && keeps(made.bytes, material)) return made;
  }
}

const keeps = (bytes: Buffer, { text, keep = [] }: Material): boolean =>
  keep.every((value) => countOf(bytes.toString("latin1"), value) === countOf(text, value) || !text.includes(value));
const countOf = (text: string, part: string): number => text.split(part).length - 1;

function once(random: Random, material: Material): Mutated | null {
  const [kind, work] = pick(random, KINDS);
  const made = work(random, material);
  return made === null ? null : { kind, bytes: typeof made === "string" ? Buffer.from(made) : made };
}

type Work = (random: Random, material: Material) => string | Buffer | null;

const OTHER_CURRENCIES = ["KES", "NPR", "USD", "EUR", "KWD", "kes", "usd", "Kes", "", "XXX"]; // XXX: the code that ISO 4217 keeps for “no currency”
const LARGEST = 64 * 1024;

/** A kind that stands twice is taken twice as often. */
const KINDS: readonly (readonly [string, Work])[] = [
  ["bits flipped", flipBits],
  ["bits flipped", flipBits],
  ["cut short", (random, { text }) => text.slice(0, below(random, text.length))],
  ["another unit", onLeaf(isAmount, anotherUnit)],
  ["another unit", onLeaf(isAmount, anotherUnit)],
  ["another unit", onLeaf(isNumeric, anotherUnit)],
  ["another currency", onLeaf(isCurrency, (random) => pick(random, OTHER_CURRENCIES))],
  ["another type", onLeaf(() => true, anotherType)],
  ["another attempt's value", another],
  ["another attempt's value", another],
  ["two values swapped", swapped],
  ["a field removed", removed],
  ["a field twice", doubled],
  ["a field twice", doubled],
  ["a key of the prototype", prototypeKey],
  ["letters changed", onLeaf(isText, (random, value) => recased(random, String(value)))],
  ["huge", huge],
  [
    "deep",
    onLeaf(
      () => true,
      () => DEEP,
    ),
  ],
  ["around the body", wrapped],
  ["no body of theirs", (random) => pick(random, NONSENSE)],
];
const NONSENSE = [
  "",
  " ",
  "null",
  "true",
  "0",
  '""',
  "[]",
  "{}",
  "[{}]",
  "{",
  "undefined",
  "NaN",
  "\u0000",
  "<!doctype html><h1>502</h1>",
  "a=1&b=2",
  '{"__proto__":null}',
  "{'a':1}",
  "-",
  "1e999",
  '{"a":1}{"a":2}',
  "\uFEFF{}",
  "\\",
  '"\\ud800"',
] as const;

type Value = unknown;
type Path = readonly (string | number)[];
interface Leaf {
  readonly path: Path;
  readonly value: Value;
}

function parsed(text: string): Value {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function leavesOf(value: Value, path: Path = []): Leaf[] {
  if (typeof value !== "object" || value === null) return [{ path, value }];
  return Object.entries(value).flatMap(([key, inner]) => leavesOf(inner, [...path, key]));
}

function at(value: Value, path: Path): Value {
  return path.reduce<Value>((inner, key) => (inner as Record<string, Value> | undefined)?.[key], value);
}

/** A copy with that value there; undefined takes the field away. */
function withValue(value: Value, path: Path, changed: Value): Value {
  const copy = structuredClone(value);
  const holder = at(copy, path.slice(0, -1));
  const key = path.at(-1);
  if (typeof holder !== "object" || holder === null || key === undefined) return copy;
  if (changed === undefined) delete (holder as Record<string, Value>)[key];
  else (holder as Record<string, Value>)[key] = changed;
  return copy;
}

const isFree = (value: Value, { keep = [] }: Material): boolean =>
  !keep.some((kept) => String(value).includes(kept)) && typeof value !== "undefined";

/** Changes one leaf that fits. */
function onLeaf(fits: (leaf: Leaf) => boolean, change: (random: Random, value: Value) => Value): Work {
  return (random, material) => {
    const whole = parsed(material.text);
    const leaves = leavesOf(whole).filter((leaf) => leaf.path.length > 0 && isFree(leaf.value, material) && fits(leaf));
    if (leaves.length === 0) return null;
    const { path, value } = pick(random, leaves);
    return written(withValue(whole, path, change(random, value)));
  };
}

const DEEP = "@@deep@@";
const TWIN = "@@twin@@";
const PROTO = "@@proto@@";

/** JSON cannot be made to hold these by an object in memory, so they are put in as text. */
const written = (value: Value): string =>
  JSON.stringify(value)
    .replace(`"${DEEP}"`, () => "[".repeat(20_000) + "]".repeat(20_000))
    .replaceAll(PROTO, "__proto__");

function isNumeric({ value }: Leaf): boolean {
  return typeof value === "number" || (typeof value === "string" && /^-?\d+(\.\d+)?$/.test(value));
}
function isAmount(leaf: Leaf): boolean {
  return isNumeric(leaf) && /amount|value|total|price/i.test(leaf.path.join("."));
}
function isCurrency({ path, value }: Leaf): boolean {
  return typeof value === "string" && /currency/i.test(String(path.at(-1)));
}
function isText({ value }: Leaf): boolean {
  return typeof value === "string" && /[a-z]/i.test(value);
}

function anotherUnit(random: Random, value: Value): Value {
  const number = Number(value);
  const changed = pick(random, [
    number * 100,
    number / 100,
    number + 1,
    number - 1,
    number + 0.01,
    number + 0.5,
    -number,
    0,
    -0.0,
    Number.MAX_SAFE_INTEGER + 2,
    1e300,
    `${number}`,
    `${number}.00`,
    `${number}.001`,
    ` ${number}`,
    `${number} `,
    `+${number}`,
    `0x${Math.trunc(Math.abs(number)).toString(16)}`,
    `${number}e0`,
    `${number}e2`,
    number.toLocaleString("en"),
    "NaN",
    "Infinity",
  ]);
  return typeof value === "string" && random() < 0.7 ? String(changed) : changed;
}

function anotherType(random: Random, value: Value): Value {
  return pick(random, [
    null,
    true,
    false,
    [],
    {},
    [value],
    { value },
    "",
    " ",
    0,
    -1,
    "null",
    "undefined",
    `${value} `,
    `${value}\u0000`,
    "𝟣",
    "' OR 1=1 --",
    "../../x",
    "\ud800",
    `${value}`.repeat(300).slice(0, 20_000),
  ]);
}

function another(random: Random, material: Material): string | null {
  const [whole, donor] = [parsed(material.text), parsed(material.other)];
  const leaves = leavesOf(whole).filter(
    ({ path, value }) =>
      isFree(value, material) &&
      isFree(at(donor, path), material) &&
      JSON.stringify(at(donor, path)) !== JSON.stringify(value),
  );
  if (leaves.length === 0) return null;
  const { path } = pick(random, leaves);
  return written(withValue(whole, path, at(donor, path)));
}

function swapped(random: Random, material: Material): string | null {
  const whole = parsed(material.text);
  const leaves = leavesOf(whole).filter(({ path, value }) => path.length > 0 && isFree(value, material));
  if (leaves.length < 2) return null;
  const [one, two] = [pick(random, leaves), pick(random, leaves)];
  return written(withValue(withValue(whole, one.path, two.value), two.path, one.value));
}

/** Any field, an object among them. */
function removed(random: Random, material: Material): string | null {
  const whole = parsed(material.text);
  const leaves = leavesOf(whole).filter(({ path }) => path.length > 0);
  if (leaves.length === 0) return null;
  const { path } = pick(random, leaves);
  return written(withValue(whole, path.slice(0, 1 + below(random, path.length)), undefined));
}

/** The same key twice in one object, before or after: which of them counts is the reader's habit. */
function doubled(random: Random, material: Material): string | null {
  const whole = parsed(material.text);
  const donor = parsed(material.other);
  const leaves = leavesOf(whole).filter(
    ({ path, value }) =>
      typeof path.at(-1) === "string" && !/^\d+$/.test(String(path.at(-1))) && isFree(value, material),
  );
  if (leaves.length === 0) return null;
  const { path, value } = pick(random, leaves);
  const holder = at(whole, path.slice(0, -1));
  const theirs = at(donor, path);
  const twin = isFree(theirs, material) && random() < 0.6 ? theirs : anotherUnit(random, value);
  const members = { ...(holder as object) };
  const both = random() < 0.5 ? { [TWIN]: twin, ...members } : { ...members, [TWIN]: twin };
  const text = path.length === 1 ? JSON.stringify(both) : JSON.stringify(withValue(whole, path.slice(0, -1), both));
  return text.replace(JSON.stringify(TWIN), () => JSON.stringify(path.at(-1)));
}

function prototypeKey(random: Random, material: Material): string | null {
  const whole = parsed(material.text);
  if (typeof whole !== "object" || whole === null) return null;
  const other = parsed(material.other);
  const evil = pick<Value>(random, [other, null, { toString: null }, { saysPaid: true, status: "captured" }, []]);
  const key = pick(random, [PROTO, "constructor", "prototype", "toString", "hasOwnProperty", "then", "toJSON"]);
  const holders = [[], ...leavesOf(whole).map(({ path }) => path.slice(0, -1))] as Path[];
  const path = pick(random, holders);
  const holder = at(whole, path);
  if (typeof holder !== "object" || holder === null || Array.isArray(holder)) return null;
  const wrong = key === "constructor" ? { prototype: evil } : evil;
  const more = random() < 0.5 ? { [key]: wrong, ...holder } : { ...holder, [key]: wrong };
  return path.length === 0 ? written(more) : written(withValue(whole, path, more));
}

function recased(random: Random, text: string): string {
  return pick(random, [
    text.toUpperCase(),
    text.toLowerCase(),
    [...text].reverse().join(""),
    text.slice(1),
    text.slice(0, -1),
    `${text}${text}`,
    ` ${text}`,
    text.replace(/[A-Za-z]/, "\u0430"), // looks like an a
    text.replace(/\d/, (digit) => String((Number(digit) + 1) % 10)),
  ]);
}

function huge(random: Random, { text, keep = [] }: Material): string | null {
  const size = LARGEST + 1 + below(random, 60_000);
  const whole = parsed(text);
  if (typeof whole !== "object" || whole === null || keep.length > 0 || random() < 0.5)
    return text + " ".repeat(size - text.length + 1);
  return JSON.stringify({ padding: "x".repeat(size), ...whole });
}

function wrapped(random: Random, { text }: Material): string {
  return pick(random, [
    `\uFEFF${text}`,
    `${text}${text}`,
    `[${text}]`,
    `{"data":${text}}`,
    JSON.stringify(text),
    `${text}\u0000`,
    `${text};`,
    `)]}',\n${text}`,
    `/**/${text}`,
    ` \n\t${text}\r\n`,
    text.replaceAll('"', "'"),
    encodeURIComponent(text),
    Buffer.from(text).toString("base64"),
  ]);
}

function flipBits(random: Random, { text, keep = [] }: Material): Buffer {
  const bytes = Buffer.from(text);
  const flat = bytes.toString("latin1");
  const kept = keep.flatMap((value) => placesOf(flat, value).map((from) => [from, from + value.length] as const));
  for (let times = 1 + below(random, 3); times > 0; ) {
    const place = below(random, bytes.length);
    if (kept.some(([from, to]) => place >= from && place < to)) continue;
    bytes[place] = (bytes[place] ?? 0) ^ (1 << below(random, 8));
    times -= 1;
  }
  return bytes;
}

function placesOf(text: string, part: string): number[] {
  const places: number[] = [];
  for (let from = text.indexOf(part); from >= 0; from = text.indexOf(part, from + 1)) places.push(from);
  return places;
}
