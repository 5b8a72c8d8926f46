import { inspect, withoutMetadata } from "../catalogue/pictures.ts";

export const DOCUMENT_TYPES = ["image/jpeg", "image/png", "image/webp", "application/pdf"] as const;
export type DocumentType = (typeof DOCUMENT_TYPES)[number];
export const MOST_DOCUMENT_BYTES = 8_000_000;

/** A file that may be kept: what it is by its structure, and its bytes without what a camera wrote about its owner. */
export interface CheckedFile {
  readonly mime: DocumentType;
  readonly bytes: Uint8Array;
}

const ONLY = "Send a JPEG, PNG or WebP picture, or a PDF.";

/** Name and stated type decide nothing. @returns the file to keep, or a sentence that says why not */
export function checkDocument(bytes: Uint8Array): CheckedFile | { readonly problem: string } {
  if (bytes.length === 0) return { problem: "The file is empty." };
  if (bytes.length > MOST_DOCUMENT_BYTES) return { problem: "The file is larger than 8 MB." };
  if (startsAs(bytes, "%PDF-")) return checkPdf(bytes);
  const picture = inspect(bytes);
  if (!picture || picture.type === "avif") return { problem: `${ONLY} This is neither, or it is cut short.` };
  const kept = withoutMetadata(bytes, picture.type);
  return kept ? { mime: `image/${picture.type}`, bytes: kept } : { problem: ONLY };
}

/** What makes a PDF more than a page to look at. Names may be written with #xx in them. */
const ACTIVE = /\/(JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA|SubmitForm|ImportData)(?![A-Za-z0-9])/;

/**
 * A PDF from its first byte to its last: version, trailer, the end. It is never drawn by us and leaves only as a download, so its
 * pages are not read; one that says openly that it does things is refused.
 */
function checkPdf(bytes: Uint8Array): CheckedFile | { problem: string } {
  const text: string = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1");
  const [, start] = /startxref\s+(\d+)\s+%%EOF\s*$/.exec(text.slice(-1_100)) ?? [];
  if (!/^%PDF-[12]\.\d/.test(text) || start === undefined || !pointsAtTable(text, Number(start)))
    return { problem: "This PDF is cut short, or something hangs behind it." };
  const plain = text.replace(/#[0-9A-Fa-f]{2}/g, (sign) => String.fromCharCode(Number.parseInt(sign.slice(1), 16)));
  if (ACTIVE.test(plain))
    return { problem: "This PDF carries a programme or other files. Send a picture of it instead." };
  return { mime: "application/pdf", bytes };
}

/** A table of where the parts begin, or the stream that has come in its place. */
const pointsAtTable = (text: string, start: number): boolean =>
  start < text.length && /^\s*(xref|\d+\s+\d+\s+obj)/.test(text.slice(start, start + 40));

const startsAs = (bytes: Uint8Array, sign: string): boolean =>
  [...sign].every((letter, at) => bytes[at] === letter.charCodeAt(0));

/** What the sender called it, as a name and nothing else: no folders, no signs that a file system or a header reads. */
export function plainFileName(name: string): string {
  const last = name.toWellFormed().split(/[\\/]/).at(-1) ?? "";
  return last
    .replace(/[^\p{L}\p{N} ._()-]/gu, "")
    .replace(/^[. ]+/, "")
    .trim()
    .slice(-80);
}
