import sharp from "sharp";
import { expect, test } from "vitest";
import { inspect, type PictureType, withoutMetadata } from "#worker/catalogue/pictures";

const picture = (type: PictureType) =>
  sharp({ create: { width: 320, height: 200, channels: 4, background: "#a63a14" } })
    .withExif({ IFD0: { Copyright: "somebody" } })
    .toFormat(type)
    .toBuffer();

test.each(["jpeg", "png", "webp", "avif"] as const)("%s: type and size come from the structure", async (type) => {
  expect(inspect(new Uint8Array(await picture(type)))).toEqual({ type, width: 320, height: 200 });
});

test.each(["jpeg", "png", "webp"] as const)(
  "%s: what the camera wrote is taken out, and the picture still opens",
  async (type) => {
    const bytes = new Uint8Array(await picture(type));
    expect(Buffer.from(bytes).includes("somebody")).toBe(true);
    const stripped = Buffer.from(withoutMetadata(bytes, type) ?? []);
    expect(stripped.includes("somebody")).toBe(false);
    expect((await sharp(stripped).raw().toBuffer({ resolveWithObject: true })).info).toMatchObject({
      width: 320,
      height: 200,
    });
  },
);

test("an AVIF that carries it is refused", async () => {
  expect(withoutMetadata(new Uint8Array(await picture("avif")), "avif")).toBeNull();
});

test("SVG, text, nothing, and a picture that is cut short are no pictures", async () => {
  const cut = new Uint8Array(await picture("png")).subarray(0, 18);
  for (const bytes of [
    new TextEncoder().encode("<svg xmlns='http://www.w3.org/2000/svg'/>"),
    new TextEncoder().encode("hello"),
    new Uint8Array(),
    cut,
  ])
    expect(inspect(bytes)).toBeNull();
});
