/** The widths a picture is kept in, pixels. 96 is for lists of staff and cart. */
export const WIDTHS = [96, 240, 480, 800] as const;

/** The narrowest width that is also kept as AVIF; below it the saving is less than the request. */
export const AVIF_FROM = 480;

export type ImageFormat = "avif" | "webp";

/** Where a picture is served: "/images/basket-rust-480.avif". A key names the bytes, so the address may be kept for ever. */
export const imagePath = (key: string, width: number, format: ImageFormat = "webp"): string =>
  `/images/${key}-${width}.${format}`;

/** The `srcset` of one format, of the widths that exist. */
export const srcset = (key: string, widths: readonly number[], format: ImageFormat): string =>
  widths.map((width) => `${imagePath(key, width, format)} ${width}w`).join(", ");

/** How wide a picture stands on the page, for `sizes`. */
export const SIZES = {
  card: "(min-width: 77.5rem) 286px, (min-width: 48rem) 24vw, 45vw",
  listed: "(min-width: 77.5rem) 280px, (min-width: 62rem) 25vw, (min-width: 40rem) 30vw, 45vw",
  stall: "(min-width: 48rem) 30vw, 75vw",
  gallery: "(min-width: 77.5rem) 650px, (min-width: 62rem) 50vw, 92vw",
  small: "200px",
} as const;
