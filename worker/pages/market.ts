const YEAR_SECONDS = 31_536_000;

/** POST /market without JavaScript: keeps the choice in a cookie that pages may read, and goes back to where one was. */
export async function chooseMarket(request: Request): Promise<Response> {
  const form = await request.formData().catch(() => new FormData());
  const market = String(form.get("market") ?? "");
  const { origin } = new URL(request.url);
  const from = URL.parse(request.headers.get("referer") ?? "");
  const headers = new Headers({
    location: from?.origin === origin ? `${from.pathname}${from.search}` : "/",
    "cache-control": "no-store",
  });
  if (/^[a-z]{2,16}$/.test(market))
    headers.set("set-cookie", `market=${market}; Path=/; Max-Age=${YEAR_SECONDS}; SameSite=Lax`);
  return new Response(null, { status: 303, headers });
}
