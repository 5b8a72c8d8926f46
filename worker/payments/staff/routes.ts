import { router } from "../../route.ts";
import { logRoutes } from "./log-routes.ts";
import { profileRoutes } from "./profile-routes.ts";
import { refundRoutes } from "./refund-routes.ts";
import { resolutionRoutes } from "./resolution-routes.ts";
import { taskRoutes } from "./task-routes.ts";
import { unallocatedRoutes } from "./unallocated-routes.ts";

/** /api/staff: what staff see of money, and what they do about it. */
export const moneyRoutes = router()
  .route("/", refundRoutes)
  .route("/", taskRoutes)
  .route("/", unallocatedRoutes)
  .route("/", resolutionRoutes)
  .route("/", logRoutes)
  .route("/", profileRoutes);
