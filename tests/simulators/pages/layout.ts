import { html } from "hono/html";

/** A piece of escaped HTML. */
export type Html = ReturnType<typeof html>;

const PLACES = [
  { href: "/", name: "Money" },
  { href: "/phone", name: "Phone" },
  { href: "/inbox", name: "Inbox" },
] as const;

/** One page of the simulators: plain about being a simulation, and in the shop's own look. */
export function page(title: string, current: string, main: Html): Html {
  const links = PLACES.map(
    ({ href, name }) => html`<a href="${href}" ${href === current ? html`aria-current="page"` : ""}>${name}</a>`,
  );
  return html`<!doctype html>
<html lang="en-KE">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Duka simulators</title>
<link rel="icon" href="/favicon.svg">
<link rel="preload" href="/fonts/besley-latin.woff2" as="font" type="font/woff2" crossorigin>
<link rel="stylesheet" href="/pages.css">
<script type="module" src="/pages.js"></script>
</head>
<body>
<a class="skip" href="#main">To the content</a>
<header>
  <div class="wrap head"><a class="mark" href="/">duka <span>simulators</span></a><nav aria-label="Simulators">${links}</nav></div>
  <hr class="pindo">
</header>
<main id="main" class="wrap">${main}</main>
<p class="sr" role="status" id="said"></p>
</body>
</html>`;
}
