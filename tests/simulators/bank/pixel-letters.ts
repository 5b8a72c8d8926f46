import { type Canvas, fill } from "./png.ts";

/** Letters of five by seven pixels: seven rows from the top, each five bits as a digit of base 32. */
const LETTERS: Readonly<Record<string, string>> = {
  A: "ehhvhhh",
  B: "uhhuhhu",
  C: "ehggghe",
  D: "uhhhhhu",
  E: "vgguggv",
  F: "vgguggg",
  G: "ehgnhhf",
  H: "hhhvhhh",
  I: "e44444e",
  J: "72222ic",
  K: "hikokih",
  L: "ggggggv",
  M: "hrllhhh",
  N: "hhpljhh",
  O: "ehhhhhe",
  P: "uhhuggg",
  Q: "ehhhlid",
  R: "uhhukih",
  S: "fgge11u",
  T: "v444444",
  U: "hhhhhhe",
  V: "hhhhha4",
  W: "hhhllla",
  X: "hha4ahh",
  Y: "hhha444",
  Z: "v1248gv",
  0: "ehjlphe",
  1: "4c4444e",
  2: "eh1248v",
  3: "v2421he",
  4: "26aiv22",
  5: "vgu11he",
  6: "68guhhe",
  7: "v124888",
  8: "ehhehhe",
  9: "ehhf12c",
  "-": "000v000",
  "/": "01248g0",
  ".": "00000cc",
  ",": "0000c48",
  ":": "0cc0cc0",
};
const WIDE = 5;
const STEP = 6;

/** Writes `text` in capitals with its upper left corner at `x`, `y`; signs that have no letter here are left blank. */
export function write(onto: Canvas, text: string, x: number, y: number, size: number, ink: number): void {
  for (const [place, sign] of [...text.toUpperCase()].entries()) {
    const left = x + place * STEP * size;
    if (left + WIDE * size > onto.width) return;
    for (const [row, digit] of [...(LETTERS[sign] ?? "")].entries()) {
      const bits = Number.parseInt(digit, 32);
      for (let column = 0; column < WIDE; column += 1) {
        if (bits & (1 << (WIDE - 1 - column))) fill(onto, left + column * size, y + row * size, size, size, ink);
      }
    }
  }
}
