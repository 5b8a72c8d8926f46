import { type Context, Hono } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import { quantity } from "#domain/checkout/schema";
import type { AppEnv } from "../route.ts";

/** The cart of a browser without JavaScript: "variantId:quantity.variantId:quantity". The shop's script adopts and clears it. */
const COOKIE = "lines";
const MOST_LINES = 50;
const LINE = /^(var_[0-9a-z_]{1,60}):(\d{1,4})$/;

export function readLinesCookie(value: string | undefined): { variantId: string; quantity: number }[] {
  return (value ?? "").split(".").flatMap((part) => {
    const match = LINE.exec(part);
    const pieces = quantity.safeParse(Number(match?.[2]));
    return match?.[1] && pieces.success ? [{ variantId: match[1], quantity: pieces.data }] : [];
  });
}

function writeLines(c: Context, lines: ReadonlyMap<string, number>): void {
  const value = [...lines]
    .slice(0, MOST_LINES)
    .map(([variantId, pieces]) => `${variantId}:${pieces}`)
    .join(".");
  setCookie(c, COOKIE, value, { path: "/", sameSite: "Lax", secure: true, maxAge: 30 * 24 * 3_600 });
}

const text = (form: FormData, name: string): string => {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
};

/** Only paths of ours: never another site, never a scheme. */
const back = (c: Context, fallback: string): string => {
  const referer = c.req.header("Referer");
  if (!referer || !URL.canParse(referer)) return fallback;
  const { origin, pathname, search } = new URL(referer);
  return origin === new URL(c.req.url).origin && !pathname.startsWith("//") ? `${pathname}${search}` : fallback;
};

/** Plain HTML forms of cart and market, answered by a redirect, for pages whose script has not arrived or is switched off. */
export const cartForms = new Hono<AppEnv>()
  .post("/cart/lines", async (c) => {
    const form = await c.req.formData().catch(() => new FormData());
    const variantId = text(form, "variantId");
    const pieces = Number(text(form, "quantity") || "1");
    const lines = new Map(readLinesCookie(getCookie(c, COOKIE)).map((line) => [line.variantId, line.quantity]));
    const sets = text(form, "mode") === "set";
    const wanted = sets ? pieces : (lines.get(variantId) ?? 0) + pieces;
    if (sets && pieces === 0) lines.delete(variantId);
    else if (LINE.test(`${variantId}:${wanted}`) && quantity.safeParse(wanted).success) lines.set(variantId, wanted);
    writeLines(c, lines);
    return c.redirect("/cart", 303);
  })
  .post("/market", async (c) => {
    const market = text(await c.req.formData().catch(() => new FormData()), "market");
    if (/^[a-z]{2,16}$/.test(market))
      setCookie(c, "market", market, { path: "/", sameSite: "Lax", secure: true, maxAge: 365 * 24 * 3_600 });
    return c.redirect(back(c, "/"), 303);
  });
