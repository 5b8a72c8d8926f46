import { z } from "zod";
import { listStaffProducts, readCategories } from "#db/queries/catalogue-staff";
import { answers, jsonBody, route, router } from "../route.ts";
import {
  categoryAnswer,
  categoryBody,
  categoryChange,
  categoryView,
  listQuery,
  movementBody,
  productAnswer,
  productBody,
  productChange,
  productListView,
  productView,
  variantBody,
  variantChange,
} from "./bodies.ts";
import { changeCategory, createCategory, removeCategory } from "./categories.ts";
import {
  addPicture,
  addVariant,
  changeProduct,
  changeVariant,
  createProduct,
  dropPicture,
  dropVariant,
  publishProduct,
  recordMovement,
  removeProduct,
} from "./products.ts";
import { productOf } from "./save.ts";
import { productListOf } from "./views.ts";

const byId = { params: z.object({ id: z.string().max(64) }) };
const saved = answers(200, productAnswer, "The product as it is now, and when a shopper could see it");
const made = answers(201, productAnswer, "The product as it is now, and when a shopper could see it");
const savedCategory = answers(200, categoryAnswer, "The section as it is now");
const PAGE = 50;

/** /api/staff: goods, their variants, pictures and stock, and the sections they stand in. Every edit publishes what it changes. */
export const catalogueRoutes = router()
  .openapi(
    route({
      method: "get",
      path: "/staff/products",
      permission: "catalogue:read",
      summary: "Products, newest first",
      request: { query: listQuery },
      responses: answers(200, productListView, "A page of products"),
    }),
    async (c) => c.json(productListOf(await listStaffProducts(c.var.deps.db, c.req.valid("query"), PAGE), PAGE), 200),
  )
  .openapi(
    route({
      method: "get",
      path: "/staff/products/{id}",
      permission: "catalogue:read",
      summary: "One product with all that can be edited",
      request: byId,
      responses: answers(200, productView, "The product"),
    }),
    async (c) => c.json(await productOf(c.var.deps, c.req.valid("param").id), 200),
  )
  .openapi(
    route({
      method: "post",
      path: "/staff/products",
      permission: "catalogue:write",
      summary: "Make a draft",
      request: jsonBody(productBody),
      responses: made,
    }),
    async (c) => c.json(await createProduct(c.var.deps, c.req.valid("json")), 201),
  )
  .openapi(
    route({
      method: "patch",
      path: "/staff/products/{id}",
      permission: "catalogue:write",
      summary: "Change what is given",
      request: { ...byId, ...jsonBody(productChange) },
      responses: saved,
    }),
    async (c) => c.json(await changeProduct(c.var.deps, c.req.valid("param").id, c.req.valid("json")), 200),
  )
  .openapi(
    route({
      method: "post",
      path: "/staff/products/{id}/publication",
      permission: "catalogue:write",
      summary: "Put it on the shelf",
      request: byId,
      responses: saved,
    }),
    async (c) => c.json(await publishProduct(c.var.deps, c.req.valid("param").id), 200),
  )
  .openapi(
    route({
      method: "delete",
      path: "/staff/products/{id}",
      permission: "catalogue:write",
      summary: "Take it off the shelf for good: its page answers 410",
      request: byId,
      responses: saved,
    }),
    async (c) => c.json(await removeProduct(c.var.deps, c.req.valid("param").id), 200),
  )
  .openapi(
    route({
      method: "post",
      path: "/staff/products/{id}/variants",
      permission: "catalogue:write",
      summary: "Add a variant",
      request: { ...byId, ...jsonBody(variantBody) },
      responses: made,
    }),
    async (c) => c.json(await addVariant(c.var.deps, c.req.valid("param").id, c.req.valid("json")), 201),
  )
  .openapi(
    route({
      method: "patch",
      path: "/staff/variants/{id}",
      permission: "catalogue:write",
      summary: "Change a variant or its prices",
      request: { ...byId, ...jsonBody(variantChange) },
      responses: saved,
    }),
    async (c) => c.json(await changeVariant(c.var.deps, c.req.valid("param").id, c.req.valid("json")), 200),
  )
  .openapi(
    route({
      method: "delete",
      path: "/staff/variants/{id}",
      permission: "catalogue:write",
      summary: "Stop selling a variant",
      request: byId,
      responses: saved,
    }),
    async (c) => c.json(await dropVariant(c.var.deps, c.req.valid("param").id), 200),
  )
  .openapi(
    route({
      method: "post",
      path: "/staff/variants/{id}/stock-movements",
      permission: "stock:write",
      summary: "Goods came, were counted, or were damaged",
      request: { ...byId, ...jsonBody(movementBody) },
      responses: made,
    }),
    async (c) =>
      c.json(
        await recordMovement(c.var.deps, c.req.valid("param").id, c.req.valid("json"), c.var.signedIn?.user.id ?? ""),
        201,
      ),
  )
  .openapi(
    route({
      method: "post",
      path: "/staff/products/{id}/images",
      permission: "catalogue:write",
      summary: "Add a picture: fields w96, w240, w480, w800 (WebP) or one file, and alt",
      request: {
        ...byId,
        body: {
          required: true,
          content: { "multipart/form-data": { schema: z.object({ alt: z.string().optional() }) } },
        },
      },
      responses: made,
    }),
    async (c) =>
      c.json(
        await addPicture(c.var.deps, c.req.valid("param").id, (await c.req.formData()) as unknown as FormData),
        201,
      ),
  )
  .openapi(
    route({
      method: "delete",
      path: "/staff/images/{id}",
      permission: "catalogue:write",
      summary: "Take a picture down",
      request: byId,
      responses: saved,
    }),
    async (c) => c.json(await dropPicture(c.var.deps, c.req.valid("param").id), 200),
  )
  .openapi(
    route({
      method: "get",
      path: "/staff/categories",
      permission: "catalogue:read",
      summary: "All sections",
      responses: answers(200, z.object({ categories: z.array(categoryView) }), "The sections in their order"),
    }),
    async (c) => c.json({ categories: await readCategories(c.var.deps.db) }, 200),
  )
  .openapi(
    route({
      method: "post",
      path: "/staff/categories",
      permission: "catalogue:write",
      summary: "Open a section",
      request: jsonBody(categoryBody),
      responses: answers(201, categoryAnswer, "The section"),
    }),
    async (c) => c.json(await createCategory(c.var.deps, c.req.valid("json")), 201),
  )
  .openapi(
    route({
      method: "patch",
      path: "/staff/categories/{id}",
      permission: "catalogue:write",
      summary: "Rename or move a section",
      request: { ...byId, ...jsonBody(categoryChange) },
      responses: savedCategory,
    }),
    async (c) => c.json(await changeCategory(c.var.deps, c.req.valid("param").id, c.req.valid("json")), 200),
  )
  .openapi(
    route({
      method: "delete",
      path: "/staff/categories/{id}",
      permission: "catalogue:write",
      summary: "Close an empty section",
      request: byId,
      responses: savedCategory,
    }),
    async (c) => c.json(await removeCategory(c.var.deps, c.req.valid("param").id), 200),
  );
