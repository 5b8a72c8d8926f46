import { createHash } from "node:crypto";
import { write } from "./pixel-letters.ts";
import { type Colour, canvas, fill, toPng } from "./png.ts";
import { type Slip, slipAmount, slipRows } from "./slip.ts";

const WIDTH = 480;
const HEIGHT = 832;
const MARGIN = 24;
const PAPER = 0;
const INK = 1;
const BAND = 2;
const PATCH = 3;

const SIZE = 48;
/** Eight rows at the foot, and a column on the right. */
const PATCHES = [
  ...Array.from({ length: 72 }, (_, n) => ({ x: MARGIN + (n % 9) * SIZE, y: 424 + Math.floor(n / 9) * SIZE })),
  ...Array.from({ length: 6 }, (_, n) => ({ x: MARGIN + 8 * SIZE, y: 112 + n * SIZE })),
];

/** A transfer slip as a picture. Its patches differ from slip to slip, so that even very small copies can be told apart. */
export function slipPicture(slip: Slip): Buffer {
  const digest = createHash("shake256", { outputLength: 84 }).update(JSON.stringify(slip)).digest();
  const paper = canvas(WIDTH, HEIGHT);
  for (const [place, { x, y }] of PATCHES.entries()) {
    fill(paper, x, y, SIZE, SIZE, [PAPER, PAPER, PATCH, BAND][(digest[place] ?? 0) & 3] ?? PAPER);
  }
  fill(paper, 0, 0, WIDTH, 88, BAND);
  write(paper, "Transfer slip", MARGIN, 20, 4, PAPER);
  write(paper, "Simulated: no money moved", MARGIN, 62, 2, PAPER);
  write(paper, slipAmount(slip), MARGIN, 108, 4, INK);
  write(paper, slip.reference, MARGIN, 156, 5, INK);
  for (const [place, [name, value]] of slipRows(slip).entries()) {
    write(paper, name, MARGIN, 216 + place * 34, 2, BAND);
    write(paper, value, MARGIN + 120, 216 + place * 34, 2, INK);
  }
  const palette: Colour[] = [[255, 255, 255], [28, 26, 23], tint(digest, 78, 30), tint(digest, 81, 110)];
  return toPng(paper, palette);
}

/** A colour of the slip's own. */
function tint(digest: Buffer, from: number, least: number): Colour {
  const part = (place: number): number => least + ((digest[from + place] ?? 0) % 80);
  return [part(0), part(1), part(2)];
}
