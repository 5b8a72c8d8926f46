// Writes one picture in every width, or again a whole folder of PNG: node scripts/pictures/widths.ts <folder> [names]
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import sharp from "sharp";

export const SIZE = 800;
export const folder = fileURLToPath(new URL("../../db/seed/pictures/", import.meta.url));
/** Width and the weight a file of it should not pass. */
const LIMITS = [[96, 2_800], [240, 6_000], [480, 12_500], [SIZE, 29_000]] as const;

/** Beads are dear: the quality goes down until the file is small enough. */
export async function widths(name: string, png: Buffer): Promise<void> {
  for (const [width, limit] of LIMITS) {
    const scaled = await sharp(png).resize(width, width, { kernel: "lanczos3" }).png({ compressionLevel: 1 }).toBuffer();
    for (const quality of [76, 62, 50, 40, 32, 26]) {
      const file = await sharp(scaled).webp({ quality, alphaQuality: 70, effort: 4 }).toBuffer();
      if (file.length > limit && quality > 26) continue;
      writeFileSync(`${folder}${name}-${width}.webp`, file);
      break;
    }
    if (width < 480) continue;
    for (const quality of [52, 42, 34, 28]) {
      const file = await sharp(scaled).avif({ quality, effort: 2 }).toBuffer();
      if (file.length > limit * 0.75 && quality > 28) continue;
      writeFileSync(`${folder}${name}-${width}.avif`, file);
      break;
    }
  }
}

/** The list of what there is, for the seed. */
export function list(): void {
  const there = readdirSync(folder)
    .filter((file) => file.endsWith(`-${SIZE}.webp`))
    .map((file) => file.slice(0, -`-${SIZE}.webp`.length))
    .sort();
  const index = Object.fromEntries(there.map((name) => [name, { width: SIZE, height: SIZE }]));
  writeFileSync(`${folder}index.json`, `${JSON.stringify(index, null, 2)}\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [from = ".", ...asked] = process.argv.slice(2);
  for (const file of readdirSync(from).filter((name) => name.endsWith(".png"))) {
    const name = file.slice(0, -4);
    if (asked.length === 0 || asked.includes(name)) await widths(name, readFileSync(`${from}/${file}`));
  }
  list();
}
