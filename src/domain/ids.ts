/** Kinds of rows that carry an id of ours; the prefix tells a person what they are looking at. */
export type IdPrefix =
  | "ord"
  | "pay"
  | "lin"
  | "hol"
  | "shp"
  | "evt"
  | "usr"
  | "prd"
  | "var"
  | "img"
  | "cat"
  | "prc"
  | "adr"
  | "bil"
  | "txn"
  | "led"
  | "log"
  | "inb"
  | "out"
  | "tsk"
  | "mis"
  | "run"
  | "mov"
  | "slg"
  | "key"
  | "atr"
  | "ref"
  | "dsp"
  | "una"
  | "end"
  | "bac"
  | "bli"
  | "prf"
  | "rea"
  | "inq"
  | "sta"
  | "imp"
  | "dlv";

const HEX = "0123456789abcdef";
/** Crockford's base 32: no I, L, O, U, so that a number read aloud is written down right. */
const LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

const draw = (length: number, alphabet: string): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(length)), (byte) => alphabet[byte % alphabet.length]).join("");

/** A row id with 128 random bits: "ord_9f86d081884c7d659a2feaa0c55ad015". */
export const newId = (prefix: IdPrefix): string => `${prefix}_${draw(32, HEX)}`;

/** What people type and read aloud: seven letters, 35 random bits, unique by constraint: "A7QK2M9". */
export const newOrderNumber = (): string => draw(7, LETTERS);

/** The reference of one attempt, shown on the payer's phone: "A7QK2M9-2". At most 12 characters (M-Pesa's limit). */
export const attemptReference = (orderNumber: string, ordinal: number): string => `${orderNumber}-${ordinal}`;
