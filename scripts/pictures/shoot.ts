// Renders the goods and writes them in every width the pages use. By hand only; see README.md.
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import carried from "@sparticuz/chromium";
import { build } from "esbuild";
import { chromium } from "playwright-core";
import sharp from "sharp";

const SIZE = 800;
/** Width and the weight a file of it should not pass. */
const LIMITS = [[96, 3_000], [240, 7_000], [480, 14_000], [SIZE, 30_000]] as const;
const here = fileURLToPath(new URL(".", import.meta.url));
const folder = fileURLToPath(new URL("../../db/seed/pictures/", import.meta.url));
const raw = process.env["PICTURES_RAW"] ?? "";
mkdirSync(folder, { recursive: true });
if (raw) mkdirSync(raw, { recursive: true });

const bundle = await build({ entryPoints: [`${here}page.ts`], bundle: true, write: false, format: "iife", target: "chrome130", nodePaths: (process.env["NODE_PATH"] ?? "").split(":") });
carried.setGraphicsMode = true;
const browser = await chromium.launch({ executablePath: await carried.executablePath(), args: carried.args });
const page = await browser.newPage({ viewport: { width: 400, height: 400 } });
page.on("pageerror", (error) => console.error(error.message));
page.on("console", (line) => line.type() === "error" && console.error(line.text()));
await page.setContent("<body></body>");
await page.addScriptTag({ content: bundle.outputFiles[0]!.text });

const asked = process.argv.slice(2);
const all = await page.evaluate<string[]>("window.names");
const names = asked.length === 0 ? all : all.filter((name) => asked.some((start) => name === start || (start.endsWith("*") && name.startsWith(start.slice(0, -1)))));

for (const name of names) {
  const began = Date.now();
  let url: string;
  try {
    url = await page.evaluate<string>(`window.shoot(${JSON.stringify(name)}, ${SIZE})`);
  } catch (error) {
    console.error(name, (error as Error).message.split("\n")[0]);
    continue;
  }
  const png = Buffer.from(url.slice(url.indexOf(",") + 1), "base64");
  const drawnIn = Date.now() - began;
  if (raw) writeFileSync(`${raw}/${name}.png`, png);
  await widths(name, png);
  console.log(name, `drawn in ${drawnIn} ms, written in ${Date.now() - began - drawnIn} ms`);
}
await browser.close();
list();

/** Beads are dear: the quality goes down until the file is small enough. */
async function widths(name: string, png: Buffer): Promise<void> {
  for (const [width, limit] of LIMITS) {
    const scaled = await sharp(png).resize(width, width, { kernel: "lanczos3" }).png({ compressionLevel: 1 }).toBuffer();
    for (const quality of [76, 62, 48, 36]) {
      const file = await sharp(scaled).webp({ quality, alphaQuality: 70, effort: 4 }).toBuffer();
      if (file.length > limit && quality > 36) continue;
      writeFileSync(`${folder}${name}-${width}.webp`, file);
      break;
    }
    if (width < 480) continue;
    for (const quality of [52, 42, 34]) {
      const file = await sharp(scaled).avif({ quality, effort: 2 }).toBuffer();
      if (file.length > limit * 0.75 && quality > 34) continue;
      writeFileSync(`${folder}${name}-${width}.avif`, file);
      break;
    }
  }
}

/** The list of what there is, for the seed. */
function list(): void {
  const there = readdirSync(folder)
    .filter((file) => file.endsWith(`-${SIZE}.webp`))
    .map((file) => file.slice(0, -`-${SIZE}.webp`.length))
    .sort();
  const index = Object.fromEntries(there.map((name) => [name, { width: SIZE, height: SIZE }]));
  writeFileSync(`${folder}index.json`, `${JSON.stringify(index, null, 2)}\n`);
}
