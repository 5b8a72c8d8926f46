import cloudflare from "@astrojs/cloudflare";
import preact from "@astrojs/preact";
import { defineConfig } from "astro/config";

export default defineConfig({
  output: "static",
  site: process.env.SHOP_URL ?? "http://localhost:8787",
  trailingSlash: "never",
  build: { format: "file", inlineStylesheets: "never", concurrency: 8 },
  session: false,
  security: { checkOrigin: false, csp: false }, // the Worker guards every unsafe request and sets one policy (docs/architecture.md)
  devToolbar: { enabled: false },
  adapter: cloudflare({ imageService: "passthrough" }),
  integrations: [preact({ include: ["**/*.tsx"] })], // without it Babel reads every .ts of the Worker, too
  vite: { build: { assetsInlineLimit: 0 } },
});
