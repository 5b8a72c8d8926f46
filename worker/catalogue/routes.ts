import { router } from "../route.ts";

/** /api/staff/products and its neighbours: the catalogue as staff change it. */
export const catalogueRoutes = router();
