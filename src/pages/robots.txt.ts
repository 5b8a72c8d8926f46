import type { APIRoute } from "astro";

const NOT_TO_FIND = ["/cart", "/checkout", "/orders", "/order-success", "/staff", "/api"];

/** The sitemap's address must be a whole one, so this is made by the build. */
export const prerender = true;
export const GET: APIRoute = ({ site }) =>
  new Response(
    [
      "User-agent: *",
      ...NOT_TO_FIND.map((path) => `Disallow: ${path}`),
      "",
      `Sitemap: ${new URL("/sitemap.xml", site).href}`,
      "",
    ].join("\n"),
    { headers: { "content-type": "text/plain; charset=utf-8" } },
  );
