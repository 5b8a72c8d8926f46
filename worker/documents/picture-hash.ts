import { inflateSync } from "node:zlib";

const MOST_RAW_BYTES = 32 * 1024 * 1024; // of an unpacked picture: an isolate has 128 MB
const FLAT = 6; // a picture whose cells differ by less says nothing

/**
 * 64 bits that stay nearly the same when a picture is packed anew, made smaller or trimmed a little: whether each cell of a 9 × 8 grid
 * is brighter than the next. Only PNG can be unpacked here; `null` for all others, for an interlaced one, and for one that is all alike.
 */
export function pictureHash(bytes: Uint8Array): string | null {
  try {
    const cells = brightness(bytes, 9, 8);
    if (!cells || Math.max(...cells) - Math.min(...cells) < FLAT) return null;
    let bits = "";
    for (let row = 0; row < 8; row++)
      for (let column = 0; column < 8; column++)
        bits += (cells[row * 9 + column] ?? 0) > (cells[row * 9 + column + 1] ?? 0) ? "1" : "0";
    return BigInt(`0b${bits}`).toString(16).padStart(16, "0");
  } catch {
    return null; // not the picture it says it is: nothing can be said of how it looks
  }
}

/** How many of the 64 bits differ. */
export function distance(one: string, other: string): number {
  const differ = (from: number) =>
    ones((Number.parseInt(one.slice(from, from + 8), 16) ^ Number.parseInt(other.slice(from, from + 8), 16)) >>> 0);
  return differ(0) + differ(8);
}
function ones(word: number): number {
  let left = word;
  let count = 0;
  for (; left !== 0; left &= left - 1) count += 1;
  return count;
}

/** The middle brightness of each cell, 0 to 255, row by row. */
function brightness(bytes: Uint8Array, columns: number, rows: number): number[] | null {
  const picture = unpackPng(bytes);
  if (!picture) return null;
  const { width, height, lightAt } = picture;
  const sums = new Float64Array(columns * rows);
  const counts = new Float64Array(columns * rows);
  const step = Math.max(1, Math.floor(Math.min(width, height) / 240)); // enough for a middle
  for (let y = 0; y < height; y += step) {
    const row = Math.floor((y * rows) / height) * columns;
    for (let x = 0; x < width; x += step) {
      const cell = row + Math.floor((x * columns) / width);
      sums[cell] = (sums[cell] ?? 0) + lightAt(x, y);
      counts[cell] = (counts[cell] ?? 0) + 1;
    }
  }
  return [...sums].map((sum, cell) => sum / Math.max(1, counts[cell] ?? 0));
}

interface Unpacked {
  readonly width: number;
  readonly height: number;
  lightAt(x: number, y: number): number;
}

const SAMPLES: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }; // by colour type

function unpackPng(bytes: Uint8Array): Unpacked | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(0) !== 0x89504e47) return null;
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  const [depth, colour, interlaced] = [view.getUint8(24), view.getUint8(25), view.getUint8(28)];
  const samples = SAMPLES[colour];
  if (samples === undefined || interlaced !== 0 || ![1, 2, 4, 8, 16].includes(depth)) return null;
  const stride = Math.ceil((width * samples * depth) / 8);
  const size = (stride + 1) * height;
  if (size > MOST_RAW_BYTES) return null;
  const { data, palette } = chunks(bytes, view);
  const raw = inflateSync(data, { maxOutputLength: size + 1 });
  if (raw.length < size) return null;
  unfilter(raw, stride, height, Math.max(1, (samples * depth) / 8));

  const scale = depth < 8 && colour === 0 ? 255 / (2 ** depth - 1) : 1;
  const sample = (x: number, y: number, nth: number): number => {
    const row = y * (stride + 1) + 1;
    if (depth >= 8) return raw[row + (x * samples + nth) * (depth / 8)] ?? 0; // of 16 bits the upper half
    const bit = x * depth;
    return (((raw[row + (bit >> 3)] ?? 0) >> (8 - depth - (bit & 7))) & (2 ** depth - 1)) * scale;
  };
  const light = (red: number, green: number, blue: number) => 0.299 * red + 0.587 * green + 0.114 * blue;
  return {
    width,
    height,
    lightAt(x, y) {
      if (colour === 3) {
        const at = sample(x, y, 0) * 3;
        return light(palette[at] ?? 0, palette[at + 1] ?? 0, palette[at + 2] ?? 0);
      }
      const own = samples >= 3 ? light(sample(x, y, 0), sample(x, y, 1), sample(x, y, 2)) : sample(x, y, 0);
      const cover = colour === 4 || colour === 6 ? sample(x, y, samples - 1) / 255 : 1;
      return own * cover + 255 * (1 - cover); // on white paper
    },
  };
}

function chunks(bytes: Uint8Array, view: DataView): { data: Buffer; palette: Uint8Array } {
  const data: Uint8Array[] = [];
  let palette = new Uint8Array(0);
  for (let at = 8; at + 12 <= bytes.length; ) {
    const length = view.getUint32(at);
    const name = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    const body = bytes.subarray(at + 8, at + 8 + length);
    if (name === "IDAT") data.push(body);
    if (name === "PLTE") palette = new Uint8Array(body);
    if (name === "IEND") break;
    at += 12 + length;
  }
  return { data: Buffer.concat(data), palette };
}

/** Undoes the filter of each row, in place. Source: the PNG standard, 9.2 */
function unfilter(raw: Uint8Array, stride: number, height: number, step: number): void {
  for (let y = 0; y < height; y++) {
    const row = y * (stride + 1) + 1;
    const filter = raw[row - 1];
    for (let x = 0; filter !== 0 && x < stride; x++) {
      const left = x >= step ? (raw[row + x - step] ?? 0) : 0;
      const above = y > 0 ? (raw[row + x - stride - 1] ?? 0) : 0;
      const corner = x >= step && y > 0 ? (raw[row + x - step - stride - 1] ?? 0) : 0;
      const guess = [0, left, above, (left + above) >> 1, paeth(left, above, corner)][filter ?? 0];
      if (guess === undefined) throw new RangeError("a filter that the standard does not have");
      raw[row + x] = (raw[row + x] ?? 0) + guess;
    }
  }
}

function paeth(left: number, above: number, corner: number): number {
  const near = left + above - corner;
  const [toLeft, toAbove, toCorner] = [Math.abs(near - left), Math.abs(near - above), Math.abs(near - corner)];
  if (toLeft <= toAbove && toLeft <= toCorner) return left;
  return toAbove <= toCorner ? above : corner;
}
