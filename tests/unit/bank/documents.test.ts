import { deflateSync } from "node:zlib";
import * as fc from "fast-check";
import sharp from "sharp";
import { beforeAll, describe, expect, test } from "vitest";
import { slipDocument } from "#tests/simulators/bank/slip-document";
import { slipPicture } from "#tests/simulators/bank/slip-picture";
import { newDocumentKey, openBytes, sealBytes, unwrapKey } from "#worker/documents/crypto";
import { checkDocument, plainFileName } from "#worker/documents/files";
import { distance, pictureHash } from "#worker/documents/picture-hash";

const slip = (id: string) => ({
  id,
  currency: "KES" as const,
  amount: 145_000,
  reference: "A7QK2M9-1",
  payer: "Jane Wanjiku",
  bankRef: `FT26${id}`,
  at: "2026-11-21T09:00:00.000Z",
});
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString("latin1");
const pdf = (changes: (whole: string) => string = (whole) => whole): Uint8Array =>
  Buffer.from(changes(slipDocument(slip("T1")).toString("latin1")), "latin1");
const problem = (bytes: Uint8Array): string | null => {
  const checked = checkDocument(bytes);
  return "problem" in checked ? checked.problem : null;
};

const GPS = { IFD0: { ImageDescription: "Nyumbani" }, IFD3: { GPSLatitudeRef: "S", GPSLatitude: "1/1 17/1 0/1" } };
let pictures: Record<"jpeg" | "png" | "webp" | "avif" | "gif", Buffer>;
beforeAll(async () => {
  const drawn = sharp(slipPicture(slip("T1"))).resize(240);
  const [jpeg, png, webp, avif, gif] = await Promise.all([
    drawn.clone().withExif(GPS).jpeg().toBuffer(),
    drawn.clone().withExif(GPS).png().toBuffer(),
    drawn.clone().withExif(GPS).webp().toBuffer(),
    drawn.clone().avif().toBuffer(),
    drawn.clone().gif().toBuffer(),
  ]);
  pictures = { jpeg, png, webp, avif, gif };
});

describe("a slip", () => {
  test.each(["jpeg", "png", "webp"] as const)(
    "that is a %s is kept without what the camera wrote, its pixels as they were",
    async (type) => {
      const sent = pictures[type];
      expect(text(sent)).toContain("Nyumbani");

      const checked = checkDocument(sent);
      if ("problem" in checked) throw new Error(checked.problem);

      expect(checked.mime).toBe(`image/${type}`);
      expect(text(checked.bytes)).not.toContain("Nyumbani");
      const [before, after] = await Promise.all([sent, checked.bytes].map((one) => sharp(one).raw().toBuffer()));
      expect(after?.equals(before ?? Buffer.alloc(0))).toBe(true);
      expect((await sharp(checked.bytes).metadata()).exif).toBeUndefined();
    },
  );

  test("that is a PDF from its first byte to its last is kept as it is", () => {
    expect(checkDocument(pdf())).toEqual({ mime: "application/pdf", bytes: pdf() });
    expect(problem(pdf((whole) => `${whole}\r\n \n`))).toBeNull();
  });

  test("that is anything else is refused, whatever it is called", () => {
    const refused: Record<string, Uint8Array> = {
      nothing: new Uint8Array(0),
      svg: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
      html: Buffer.from("<!doctype html><script>alert(1)</script>"),
      "html behind the sign of a JPEG": Buffer.from([0xff, 0xd8, 0xff, ...Buffer.from("<script>alert(1)</script>")]),
      office: Buffer.from("PK\u0003\u0004[Content_Types].xml word/document.xml"),
      gif: pictures.gif,
      avif: pictures.avif,
      "a JPEG cut short": pictures.jpeg.subarray(0, -40),
      "a PNG cut short": pictures.png.subarray(0, -40),
      "more than 8 MB": new Uint8Array(8_000_001),
    };
    for (const [what, bytes] of Object.entries(refused)) expect(problem(bytes), what).toBeTruthy();
  });

  test("that says it is 60,000 pixels wide is refused before anything is unpacked", () => {
    const bomb = Buffer.from(pictures.png);
    bomb.writeUInt32BE(60_000, 16);
    expect(problem(bomb)).toBeTruthy();
  });

  test("with something hanging behind it loses that, or is refused", () => {
    const hanging = Buffer.from("PK\u0003\u0004 hidden archive");
    for (const type of ["jpeg", "png", "webp"] as const) {
      const checked = checkDocument(Buffer.concat([pictures[type], hanging]));
      expect("bytes" in checked && text(checked.bytes), type).not.toContain("hidden archive");
    }
    expect(problem(Buffer.concat([pdf(), hanging]))).toBeTruthy();
  });

  test("that is a PDF which does things is refused, however its names are written", () => {
    for (const name of ["/JavaScript", "/JS (x)", "/J#53 (x)", "/Launch", "/EmbeddedFiles", "/#4aavaScript", "/XFA"])
      expect(problem(pdf((whole) => whole.replace("/Root", `${name} 9 0 R /Root`))), name).toMatch(/programme/);
    expect(problem(pdf((whole) => whole.replace("/Helvetica", "/JSansBold")))).toBeNull(); // only begins like one
  });

  test.each([
    ["../../etc/passwd", "passwd"],
    ["C:\\slips\\receipt.jpg", "receipt.jpg"],
    ['x"\r\nSet-Cookie: a=b.png', "xSet-Cookie ab.png"],
    ["stakabadhi ya Améline (2).pdf", "stakabadhi ya Améline (2).pdf"],
    ["\ud800.png", "png"],
    ["", ""],
  ])("called %j is kept under the name %j", (name, kept) => {
    expect(plainFileName(name)).toBe(kept);
  });
});

describe("how a picture looks", () => {
  const one = () => pictureHash(slipPicture(slip("T1"))) ?? "";

  test("stays when it is packed anew, made smaller or painted a little over; another slip looks different", async () => {
    const drawn = sharp(slipPicture(slip("T1")));
    const other = pictureHash(slipPicture(slip("T2"))) ?? "";
    for (const copy of [
      await drawn.clone().png({ compressionLevel: 1 }).toBuffer(),
      await drawn.clone().resize(200).png().toBuffer(),
      await drawn.clone().resize(900).png({ palette: true }).toBuffer(),
      await drawn.clone().greyscale().png().toBuffer(),
      await drawn.clone().ensureAlpha().png().toBuffer(),
      await drawn
        .clone()
        .jpeg({ quality: 60 })
        .toBuffer()
        .then((jpeg) => sharp(jpeg).png().toBuffer()),
    ])
      expect(distance(one(), pictureHash(copy) ?? "")).toBeLessThanOrEqual(6);
    expect(distance(one(), other)).toBeGreaterThan(6);
  });

  test("is what sharp sees, in every sort of PNG", async () => {
    const grey = await sharp(slipPicture(slip("T3")))
      .greyscale()
      .resize(90, 80)
      .raw()
      .toBuffer();
    const raw = { raw: { width: 90, height: 80, channels: 1 as const } };
    const straight = pictureHash(await sharp(grey, raw).png().toBuffer());
    for (const options of [{ palette: true, colours: 4 }, { palette: true, colours: 16 }, { adaptiveFiltering: true }])
      expect(
        distance(straight ?? "", pictureHash(await sharp(grey, raw).png(options).toBuffer()) ?? ""),
        JSON.stringify(options),
      ).toBeLessThanOrEqual(6);
    const deep = await sharp(grey, raw).toColourspace("grey16").png().toBuffer();
    expect(distance(straight ?? "", pictureHash(deep) ?? "")).toBeLessThanOrEqual(6);
  });

  test("is not said of a blank sheet, of an interlaced one, of a JPEG, nor of one that lies about itself", async () => {
    const blank = sharp({ create: { width: 90, height: 80, channels: 3, background: "white" } });
    expect(pictureHash(await blank.clone().png().toBuffer())).toBeNull();
    expect(
      pictureHash(
        await sharp(slipPicture(slip("T1")))
          .png({ progressive: true })
          .toBuffer(),
      ),
    ).toBeNull();
    expect(pictureHash(pictures.jpeg)).toBeNull();
    expect(pictureHash(Buffer.from(pictures.png).fill(0x7f, 60))).toBeNull();
  });

  test("is not worth a bomb: a small file that unpacks to more than 32 MB is left alone", () => {
    const packed = deflateSync(Buffer.alloc(40 * 1024 * 1024));
    const head = Buffer.from(pictures.png.subarray(0, 33));
    head.writeUInt32BE(8_000, 16);
    head.writeUInt32BE(8_000, 20);
    const idat = Buffer.alloc(12 + packed.length);
    idat.writeUInt32BE(packed.length);
    idat.write("IDAT", 4);
    idat.set(packed, 8);
    expect(pictureHash(Buffer.concat([head, idat]))).toBeNull();
  });
});

describe("a document's key", () => {
  const secret = { current: "a secret of thirty-two signs or more", previous: undefined };
  const later = { current: "another secret, as long as the first was", previous: secret.current };

  test("opens what it sealed, whatever that is, and nothing that was changed", async () => {
    const { key } = (await unwrapKey(secret, "bil_1", await newDocumentKey(secret, "bil_1"))) ?? {};
    if (!key) throw new Error("no key");
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), fc.nat(), async (bytes, at) => {
        const sealed = await sealBytes(key, "prf_1", bytes);
        expect(await openBytes(key, "prf_1", sealed)).toEqual(new Uint8Array(bytes));
        expect(Buffer.from(sealed).includes(Buffer.from(bytes)) && bytes.length > 8).toBe(false);
        await expect(openBytes(key, "prf_2", sealed)).rejects.toThrow();
        sealed[at % sealed.length] = (sealed[at % sealed.length] ?? 0) ^ 1;
        await expect(openBytes(key, "prf_1", sealed)).rejects.toThrow();
      }),
      { numRuns: 50 },
    );
  });

  test("is its owner's alone, and opens with the secret before while that is being changed", async () => {
    const wrapped = await newDocumentKey(secret, "bil_1");

    expect(await unwrapKey(secret, "bil_2", wrapped)).toBeNull();
    expect(
      await unwrapKey({ current: "quite another secret of enough length", previous: undefined }, "bil_1", wrapped),
    ).toBeNull();
    expect((await unwrapKey(secret, "bil_1", wrapped))?.rewrapped).toBeNull();
    const moved = (await unwrapKey(later, "bil_1", wrapped))?.rewrapped ?? "";
    expect((await unwrapKey({ current: later.current, previous: undefined }, "bil_1", moved))?.rewrapped).toBeNull();
    expect(await newDocumentKey(secret, "bil_1")).not.toBe(wrapped);
  });
});
