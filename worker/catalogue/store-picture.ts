import { createHash } from "node:crypto";
import { DomainError, type FieldError, fieldErrors } from "#domain/errors";
import { imagePath, WIDTHS } from "#lib/images";
import { inspect, withoutMetadata } from "./pictures.ts";

const LARGEST = 5 * 1024 * 1024; // bytes of one file

/** A picture as its row says it. */
export interface StoredPicture {
  readonly key: string;
  readonly width: number;
  readonly height: number;
  readonly widths: readonly number[];
}

/**
 * Checks and stores what the editor sent: `w96`, `w240`, `w480`, `w800` (WebP of that width), or one `file` as it is. The key names
 * the bytes, so sending the same picture twice stores it once. @throws {DomainError} validation-failed, naming the field
 */
export async function storePicture(bucket: R2Bucket, form: FormData): Promise<StoredPicture> {
  const files = [...WIDTHS.map((width) => ({ field: `w${width}`, width })), { field: "file", width: 800 }].flatMap(
    ({ field, width }) => {
      const file = form.get(field) as unknown;
      return file instanceof Blob && file.size > 0 ? [{ field, width, file }] : [];
    },
  );
  const sized = files.filter(({ field }) => field !== "file");
  const chosen = sized.length > 0 ? sized : files;
  if (chosen.length === 0)
    throw fieldErrors([{ pointer: "/file", detail: "Choose a picture: JPEG, PNG, WebP or AVIF, at most 5 MB." }]);
  const read = await Promise.all(
    chosen.map(async ({ field, width, file }) => ({ field, ...(await checked(field, width, file)), width })),
  );
  const largest = read.at(-1);
  if (!largest) throw new DomainError("bad-request", "There is no picture.");
  const key = `p-${createHash("sha256").update(largest.bytes).digest("hex").slice(0, 24)}`;
  await Promise.all(
    read.map(({ bytes, type, width }) =>
      bucket.put(imagePath(key, width).slice(1), bytes, { httpMetadata: { contentType: `image/${type}` } }),
    ),
  );
  return { key, width: largest.size.width, height: largest.size.height, widths: read.map(({ width }) => width) };
}

async function checked(field: string, width: number, file: Blob) {
  const refuse = (detail: string): never => {
    throw fieldErrors([{ pointer: `/${field}`, detail } satisfies FieldError]);
  };
  if (file.size > LARGEST) refuse("The picture is larger than 5 MB.");
  const raw = new Uint8Array(await file.arrayBuffer());
  const found = inspect(raw) ?? refuse("This is not a JPEG, PNG, WebP or AVIF picture, or it is cut short.");
  if (field !== "file" && (found.type !== "webp" || found.width !== width))
    refuse(`This must be a WebP ${width} pixels wide.`);
  if (Math.min(found.width, found.height) < (field === "file" ? 240 : 48))
    refuse("The picture is too small: at least 240 pixels each way.");
  const bytes =
    withoutMetadata(raw, found.type) ??
    refuse("The picture says where or by whom it was taken. Export it without that.");
  return { bytes, type: found.type, size: { width: found.width, height: found.height } };
}
