import { handle } from "@astrojs/cloudflare/handler";
import { DomainError } from "#domain/errors";
import { app } from "./app.ts";
import { signInForms } from "./auth/forms.ts";
import { publishRound } from "./catalogue/publish.ts";
import { drawRefusedCheckout, REFUSED_HEADER } from "./checkout/draw-refused.ts";
import { checkoutForms } from "./checkout/forms.ts";
import { configOf, makeDeps } from "./deps.ts";
import type { Bindings } from "./env.ts";
import { problemResponse } from "./middleware/problems.ts";
import { answerPage } from "./pages/answer-page.ts";
import { drawPage } from "./pages/draw-page.ts";
import { withHeaders } from "./pages/headers.ts";
import { answerImage } from "./pages/images.ts";
import { twinOf } from "./pages/render-twin.ts";
import { runRound } from "./schedule/round.ts";
import { guardStaffPages } from "./staff/page-guard.ts";

export { CheckoutDesk } from "./objects/checkout-desk.ts";
export { TokenKeeper } from "./objects/token-keeper.ts";

app.route("/", checkoutForms(drawRefusedCheckout));
app.route(
  "/",
  signInForms((c, refused, status) => drawPage(c, "/sign-in", status, refused)),
);
app.use(guardStaffPages(drawPage));
// What no route of ours answers is a page drawn on demand: cart, checkout, orders, console.
app.all("*", (c) => handle(fromOutside(c.req.raw) as never, c.env as never, c.executionCtx as never));

/** Pages hand a refused form to themselves in these; from outside they say nothing. */
const OUR_OWN_HEADERS = [REFUSED_HEADER, "x-page-says"];
function fromOutside(request: Request): Request {
  if (!OUR_OWN_HEADERS.some((name) => request.headers.has(name))) return request;
  const headers = new Headers(request.headers);
  for (const name of OUR_OWN_HEADERS) headers.delete(name);
  return new Request(request, { headers });
}

export default {
  async fetch(request, env, context) {
    try {
      const page = (await answerPage(request, env, context)) ?? (await answerImage(request, env));
      if (page) return withHeaders(page, env);
      configOf(env);
      return withHeaders(await app.fetch(request, env, context), env);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return withHeaders(problemResponse(error, crypto.randomUUID()), env);
    }
  },
  /** Every minute: reconcile payments, end holds, deliver messages, publish pages. */
  async scheduled(_controller, env, context) {
    const deps = makeDeps(env, context, "provider");
    const done = await runRound(deps);
    const published = await publishRound({ env, db: deps.db, render: twinOf(env, (work) => context.waitUntil(work)) });
    console.log(JSON.stringify({ level: "info", what: "round", ...done, ...published }));
  },
} satisfies ExportedHandler<Bindings>;
