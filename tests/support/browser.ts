import carried from "@sparticuz/chromium";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";

/** Arguments of our own: the package's would run everything in one process and switch web security off. */
const ARGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--no-first-run",
];

/** The Chromium that npm carries, headless. */
export async function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: await carried.executablePath(), args: ARGS });
}

export interface Visit {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Console errors and broken policies; empty on a sound page. */
  readonly complaints: string[];
}

/** A new visitor with an address of their own. A phone is 360 pixels wide. */
export async function visit(
  browser: Browser,
  options: { width?: number; height?: number; dark?: boolean; script?: boolean; address?: string } = {},
): Promise<Visit> {
  const { width = 360, height = 740, dark = false, script = true, address } = options;
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: dark ? "dark" : "light",
    javaScriptEnabled: script,
    ...(address ? { extraHTTPHeaders: { "CF-Connecting-IP": address } } : {}),
  });
  context.setDefaultTimeout(25_000); // less than a test has, so that a failure names what was waited for
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  return { page, context, complaints };
}
