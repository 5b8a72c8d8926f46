import type { APIRoute } from "astro";
import { addressesOfBuild, sitemapOf } from "../components/sitemap.ts";

export const prerender = true;
export const GET: APIRoute = async ({ site }) => sitemapOf(await addressesOfBuild(), site);
