import { OpenAPIHono } from "@hono/zod-openapi";
import { DomainError } from "#domain/errors";
import { authRoutes } from "./auth/routes.ts";
import { bankOrderRoutes } from "./bank/order-routes.ts";
import { bankRoutes } from "./bank/routes.ts";
import { cartForms } from "./cart/forms.ts";
import { publicCatalogueRoutes } from "./catalogue/public-routes.ts";
import { catalogueRoutes } from "./catalogue/routes.ts";
import { checkoutRoutes } from "./checkout/routes.ts";
import { docsRoutes } from "./docs.ts";
import { healthRoutes } from "./health.ts";
import { contentType, limitBody, sameOrigin } from "./middleware/guard.ts";
import { onError } from "./middleware/problems.ts";
import { beginRequest } from "./middleware/request.ts";
import { linkRoutes } from "./orders/link-routes.ts";
import { orderRoutes } from "./orders/routes.ts";
import { mpesaOrderRoutes } from "./payments/mpesa/order-routes.ts";
import { mpesaRoutes } from "./payments/mpesa/routes.ts";
import { moneyRoutes } from "./payments/staff/routes.ts";
import { reportRoutes } from "./reports/routes.ts";
import { returnRoutes } from "./returns/routes.ts";
import type { AppEnv } from "./route.ts";
import { staffRoutes } from "./staff/routes.ts";
import { webhookRoutes } from "./webhooks/routes.ts";

/** /api: JSON in, JSON out, errors as problems. Its type is what the pages' client knows. */
const api = new OpenAPIHono<AppEnv>()
  .route("/", healthRoutes)
  .route("/", checkoutRoutes)
  .route("/", linkRoutes)
  .route("/", orderRoutes)
  .route("/", mpesaOrderRoutes)
  .route("/", bankOrderRoutes)
  .route("/", authRoutes)
  .route("/", staffRoutes)
  .route("/", mpesaRoutes)
  .route("/", moneyRoutes)
  .route("/", bankRoutes)
  .route("/", reportRoutes)
  .route("/", publicCatalogueRoutes)
  .route("/", catalogueRoutes);

export type Api = typeof api;
export { api };

const notHere = () => {
  throw new DomainError("not-found", "There is nothing at this address.");
};

/** Everything that is answered by code of ours: the API, webhooks, and plain forms. Pages are answered before (worker/index.ts). */
export const app = new OpenAPIHono<AppEnv>();
app.onError(onError);
app.use(beginRequest, limitBody, sameOrigin);
app.use("/api/*", contentType);
app.route("/api", api);
app.route("/api", docsRoutes(api));
app.all("/api/*", notHere);
app.route("/webhooks", webhookRoutes);
app.all("/webhooks/*", notHere);
app.route("/", returnRoutes);
app.route("/", cartForms);
app.all("/live/*", notHere);
