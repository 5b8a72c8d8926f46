import { z } from "zod";
import { databaseAway } from "#db/atomically";
import { answers, route, router } from "./route.ts";

const healthView = z.object({
  status: z.enum(["ok", "degraded"]),
  database: z.boolean(),
  files: z.boolean(),
  version: z.string(),
});

/** /api/health: whether the shop can write orders and read its files. */
export const healthRoutes = router().openapi(
  route({
    method: "get",
    path: "/health",
    permission: "public",
    summary: "Is the shop well?",
    responses: {
      ...answers(200, healthView, "All is well"),
      ...answers(503, healthView, "The database or the files are away"),
    },
  }),
  async (c) => {
    const { deps } = c.var;
    const database = await deps.db.client.execute("SELECT 1").then(
      () => true,
      (error: unknown) => databaseAway(error) === null,
    );
    const files = await c.env.PAGES.head("health").then(
      () => true,
      () => false,
    );
    const view = {
      status: database && files ? ("ok" as const) : ("degraded" as const),
      database,
      files,
      version: c.env.BUILD_ID,
    };
    return c.json(view, database && files ? 200 : 503);
  },
);
