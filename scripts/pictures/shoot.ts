// Renders the goods and writes them in every width the pages use. By hand only; see README.md.
import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import carried from "@sparticuz/chromium";
import { build } from "esbuild";
import { chromium } from "playwright-core";
import { folder, list, SIZE, widths } from "./widths.ts";

const here = fileURLToPath(new URL(".", import.meta.url));
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
