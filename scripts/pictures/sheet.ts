// Contact sheets to look at: node scripts/pictures/sheet.ts <folder of PNG> <where to> [names]
import { readdirSync } from "node:fs";
import sharp from "sharp";

const [from = ".", to = ".", ...asked] = process.argv.slice(2);
const EDGE = 240;
const ACROSS = 4;
const names = readdirSync(from)
  .filter((file) => file.endsWith(".png") && (asked.length === 0 || asked.some((start) => file.startsWith(start))))
  .sort();
for (let first = 0; first < names.length; first += ACROSS * ACROSS) {
  const part = names.slice(first, first + ACROSS * ACROSS);
  console.log(first / (ACROSS * ACROSS), part.join(" "));
  const tiles = await Promise.all(
    part.map(async (file, i) => ({
      input: await sharp(`${from}/${file}`).resize(EDGE, EDGE).toBuffer(),
      left: (i % ACROSS) * EDGE,
      top: Math.floor(i / ACROSS) * EDGE,
    })),
  );
  for (const [ground, background] of [["light", "#F3ECE1"], ["dark", "#26211C"]] as const) {
    await sharp({ create: { width: EDGE * ACROSS, height: EDGE * ACROSS, channels: 3, background } })
      .composite(tiles)
      .png()
      .toFile(`${to}/sheet-${first / (ACROSS * ACROSS)}-${ground}.png`);
  }
}
