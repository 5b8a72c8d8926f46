import { handle } from "@astrojs/cloudflare/handler";
import type { Bindings } from "./env.ts";
import { answerNotFound, answerPage } from "./pages/answer-page.ts";
import { withHeaders } from "./pages/headers.ts";
import { answerImage } from "./pages/images.ts";
import { chooseMarket } from "./pages/market.ts";

export { CheckoutDesk } from "./objects/checkout-desk.ts";
export { TokenKeeper } from "./objects/token-keeper.ts";

async function answer(request: Request, env: Bindings, context: ExecutionContext): Promise<Response> {
  const page = (await answerPage(request, env, context)) ?? (await answerImage(request, env));
  if (page) return page;
  const { pathname } = new URL(request.url);
  if (pathname === "/market" && request.method === "POST") return chooseMarket(request);
  return (await handle(request as never, env as never, context)) as unknown as Response;
}

export default {
  async fetch(request: Request, env: Bindings, context: ExecutionContext): Promise<Response> {
    return withHeaders(await answer(request, env, context), env);
  },
};
void answerNotFound;
