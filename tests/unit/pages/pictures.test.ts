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

test.each(["jpeg", "png", "webp", "avif"] as const)("%s: cut short anywhere is no picture", async (type) => {
  const bytes = new Uint8Array(await picture(type));
  for (const share of [0.3, 0.6, 0.9]) expect(inspect(bytes.subarray(0, bytes.length * share))).toBeNull();
  expect(inspect(bytes.subarray(0, bytes.length - 2))).toBeNull();
});

test.each(["jpeg", "png", "webp"] as const)("%s: what hangs behind the picture is not kept", async (type) => {
  const bytes = new Uint8Array(Buffer.concat([await picture(type), Buffer.from("<script>a second file</script>")]));
  expect(inspect(bytes)?.type).toBe(type);
  const stripped = Buffer.from(withoutMetadata(bytes, type) ?? []);
  expect(stripped.includes("second file")).toBe(false);
  expect((await sharp(stripped).metadata()).width).toBe(320);
});

test("a progressive JPEG with restarts is followed to its end", async () => {
  const noise = await sharp({
    create: {
      width: 300,
      height: 300,
      channels: 3,
      background: "#888",
      noise: { type: "gaussian", mean: 128, sigma: 60 },
    },
  })
    .jpeg({ progressive: true, quality: 95 })
    .toBuffer();
  expect(inspect(new Uint8Array(noise))).toEqual({ type: "jpeg", width: 300, height: 300 });
  expect(inspect(new Uint8Array(noise.subarray(0, noise.length - 40)))).toBeNull();
});
