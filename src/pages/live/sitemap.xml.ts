import type { APIRoute } from "astro";
import { freshAddresses, sitemapOf } from "../../components/sitemap.ts";

/** The on-demand twin of the sitemap. From outside it is 404. */
export const prerender = false;
export const GET: APIRoute = async ({ site }) => sitemapOf(await freshAddresses(), site);
