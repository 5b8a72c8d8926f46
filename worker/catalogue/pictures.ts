/** Uploaded pictures: what they really are, how large, and without what the camera wrote about its owner. */

export type PictureType = "jpeg" | "png" | "webp" | "avif";
export interface Inspected {
  readonly type: PictureType;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}

const LARGEST_SIDE = 8_000;
const ascii = (bytes: Uint8Array, from: number, length: number) =>
  String.fromCharCode(...bytes.subarray(from, from + length));
const view = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/**
 * Reads type and size from the structure, never from the name or the stated type, and follows it to its end.
 * `null`: not a picture this shop takes (SVG never is), or one that is cut short.
 */
export function inspect(bytes: Uint8Array): Inspected | null {
  try {
    const found = jpeg(bytes) ?? png(bytes) ?? webp(bytes) ?? avif(bytes);
    if (!found || endOf(bytes, found.type) > bytes.length) return null;
    return found.width > 0 && found.height > 0 && Math.max(found.width, found.height) <= LARGEST_SIDE ? found : null;
  } catch {
    return null; // it ends in the middle of something
  }
}

/** Where the picture ends; what a camera or somebody else hung behind it is no part of it. @throws {RangeError} when it does not end */
function endOf(bytes: Uint8Array, type: PictureType): number {
  if (type === "jpeg") return endOfJpeg(bytes);
  if (type === "webp") return 8 + view(bytes).getUint32(4, true);
  let at = type === "png" ? 8 : 0;
  for (let name = ""; name !== "IEND"; ) {
    if (type === "avif" && at === bytes.length) return at;
    const size = view(bytes).getUint32(at);
    name = ascii(bytes, at + 4, 4);
    if (type === "avif" && size < 8) throw new RangeError("a box of no or enormous size");
    at += type === "png" ? 12 + size : size;
    if (at > bytes.length) return at;
  }
  return at;
}

/** Behind the first start of scan only markers show where it ends: 0xff00 and restarts belong to the picture data. */
function endOfJpeg(bytes: Uint8Array): number {
  const scan = [...segments(bytes)].at(-1);
  if (scan?.marker !== 0xda) throw new RangeError("no picture data");
  for (let at = scan.at + scan.length; ; ) {
    at = bytes.indexOf(0xff, at);
    const marker = at < 0 ? undefined : bytes[at + 1];
    if (marker === undefined) throw new RangeError("no end");
    if (marker === 0xd9) return at + 2;
    if (marker === 0xff) at += 1;
    else at += marker === 0 || (marker >= 0xd0 && marker <= 0xd7) ? 2 : 2 + view(bytes).getUint16(at + 2);
  }
}

function jpeg(bytes: Uint8Array): Inspected | null {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return null;
  for (const { marker, at } of segments(bytes)) {
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { type: "jpeg", height: view(bytes).getUint16(at + 5), width: view(bytes).getUint16(at + 7) };
  }
  return null;
}

/** The segments before a JPEG's picture data; `at` is where the marker's 0xff stands, `length` counts all of it. */
function* segments(bytes: Uint8Array): Generator<{ marker: number; at: number; length: number }> {
  for (let at = 2; at + 4 <= bytes.length && bytes[at] === 0xff; ) {
    const marker = bytes[at + 1] ?? 0;
    const length = 2 + view(bytes).getUint16(at + 2);
    yield { marker, at, length };
    if (marker === 0xda) return;
    at += length;
  }
}

function png(bytes: Uint8Array): Inspected | null {
  if (ascii(bytes, 0, 8) !== "\x89PNG\r\n\x1a\n" || ascii(bytes, 12, 4) !== "IHDR") return null;
  return { type: "png", width: view(bytes).getUint32(16), height: view(bytes).getUint32(20) };
}

function webp(bytes: Uint8Array): Inspected | null {
  if (ascii(bytes, 0, 4) !== "RIFF" || ascii(bytes, 8, 4) !== "WEBP") return null;
  const data = view(bytes);
  const u24 = (at: number) => data.getUint16(at, true) + (data.getUint8(at + 2) << 16);
  switch (ascii(bytes, 12, 4)) {
    case "VP8X":
      return { type: "webp", width: 1 + u24(24), height: 1 + u24(27) };
    case "VP8L": {
      const bits = data.getUint32(21, true);
      return { type: "webp", width: 1 + (bits & 0x3fff), height: 1 + ((bits >> 14) & 0x3fff) };
    }
    case "VP8 ":
      return { type: "webp", width: data.getUint16(26, true) & 0x3fff, height: data.getUint16(28, true) & 0x3fff };
    default:
      return null;
  }
}

function avif(bytes: Uint8Array): Inspected | null {
  if (ascii(bytes, 4, 4) !== "ftyp" || !/avif|avis/.test(ascii(bytes, 8, Math.min(64, view(bytes).getUint32(0) - 8))))
    return null;
  const head = ascii(bytes, 0, Math.min(bytes.length, 4_096));
  const at = head.indexOf("ispe"); // the size of the picture: version and flags, width, height
  return at < 0 ? null : { type: "avif", width: view(bytes).getUint32(at + 8), height: view(bytes).getUint32(at + 12) };
}

/** The same picture without Exif, XMP, comments and places. An AVIF that carries them gives `null`: send it without. */
export function withoutMetadata(whole: Uint8Array, type: PictureType): Uint8Array | null {
  const bytes = whole.subarray(0, endOf(whole, type));
  if (type === "jpeg") return joined([bytes.subarray(0, 2), ...keptSegments(bytes)]);
  if (type === "png") return joined([bytes.subarray(0, 8), ...keptChunks(bytes)]);
  if (type === "webp") return strippedWebp(bytes);
  return /Exif|application\/rdf\+xml/.test(ascii(bytes, 0, Math.min(bytes.length, 8_192))) ? null : bytes;
}

function* keptSegments(bytes: Uint8Array): Generator<Uint8Array> {
  for (const { marker, at, length } of segments(bytes)) {
    if (marker === 0xda) yield bytes.subarray(at);
    else if (isDrawn(bytes, marker, at)) yield bytes.subarray(at, at + length);
  }
}

/** Of the application segments only those that a picture looks different without: JFIF, the colour profile, Adobe's colours. */
const isDrawn = (bytes: Uint8Array, marker: number, at: number): boolean =>
  marker === 0xe0 ||
  marker === 0xee ||
  (marker === 0xe2 && ascii(bytes, at + 4, 11) === "ICC_PROFILE") ||
  (!(marker >= 0xe1 && marker <= 0xef) && marker !== 0xfe);

const PNG_PRIVATE = new Set(["eXIf", "tEXt", "zTXt", "iTXt", "tIME"]);
function* keptChunks(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 8; at + 12 <= bytes.length; ) {
    const length = 12 + view(bytes).getUint32(at);
    if (!PNG_PRIVATE.has(ascii(bytes, at + 4, 4))) yield bytes.subarray(at, at + length);
    at += length;
  }
}

function strippedWebp(bytes: Uint8Array): Uint8Array {
  const kept: Uint8Array[] = [];
  for (let at = 12; at + 8 <= bytes.length; ) {
    const name = ascii(bytes, at, 4);
    const length = 8 + view(bytes).getUint32(at + 4, true);
    const padded = length + (length % 2);
    if (name !== "EXIF" && name !== "XMP ") kept.push(bytes.slice(at, at + padded));
    at += padded;
  }
  for (const chunk of kept) if (ascii(chunk, 0, 4) === "VP8X") chunk[8] = (chunk[8] ?? 0) & ~0x0c; // says that both are there
  const body = joined(kept);
  const head = bytes.slice(0, 12);
  view(head).setUint32(4, 4 + body.length, true);
  return joined([head, body]);
}

function joined(parts: Iterable<Uint8Array>): Uint8Array {
  const all = [...parts];
  const whole = new Uint8Array(all.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of all) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
