import { OpenAPIHono } from "@hono/zod-openapi";
import { html } from "hono/html";
import { PROBLEMS } from "#domain/errors";
import type { AppEnv } from "./route.ts";

interface Operation {
  readonly summary?: string;
  readonly requestBody?: { content?: Record<string, { schema?: unknown }> };
  readonly responses?: Record<string, { description?: string; content?: Record<string, { schema?: unknown }> }>;
  readonly "x-permission"?: string;
}

/** The OpenAPI document, from the routes' own schemas. Every operation may also answer with a problem. */
function documentOf(api: OpenAPIHono<AppEnv>) {
  const document = api.getOpenAPI31Document({
    openapi: "3.1.0",
    info: {
      title: "Duka",
      version: "1",
      description:
        "Errors are RFC 9457 problem documents with a stable `type`. A state change needs the shop's own `Origin`.",
    },
    servers: [{ url: "/api" }],
  });
  const problem = {
    description: "A problem document (RFC 9457)",
    content: { "application/problem+json": { schema: PROBLEM_SCHEMA } },
  };
  for (const methods of Object.values(document.paths ?? {})) {
    for (const operation of Object.values(methods as Record<string, Operation>))
      Object.assign(operation.responses ?? {}, { default: problem });
  }
  return document;
}

const PROBLEM_SCHEMA = {
  type: "object",
  required: ["type", "title", "status"],
  properties: {
    type: { type: "string", enum: Object.keys(PROBLEMS).map((code) => `https://duka.example/problems/${code}`) },
    title: { type: "string" },
    status: { type: "integer" },
    detail: { type: "string" },
    instance: { type: "string" },
    errors: {
      type: "array",
      items: { type: "object", properties: { pointer: { type: "string" }, detail: { type: "string" } } },
    },
  },
} as const;

/** /api/openapi.json, and the same for people at /api/docs. */
export const docsRoutes = (api: OpenAPIHono<AppEnv>) =>
  new OpenAPIHono<AppEnv>()
    .get("/openapi.json", (c) => c.json(documentOf(api)))
    .get("/docs", (c) => {
      const document = documentOf(api);
      const operations = Object.entries(document.paths ?? {}).flatMap(([path, methods]) =>
        Object.entries(methods as Record<string, Operation>).map(([method, operation]) => ({
          path,
          method,
          operation,
        })),
      );
      return c.html(html`<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Duka API</title><link rel="stylesheet" href="/docs.css"></head>
<body><main><h1>Duka API</h1><p>The same as <a href="/api/openapi.json">openapi.json</a>. Errors are problem documents; a state change needs the shop’s own Origin.</p>
${operations.map(
  ({
    path,
    method,
    operation,
  }) => html`<section id="${method}${path}"><h2><code>${method.toUpperCase()} /api${path}</code></h2><p>${operation.summary ?? ""} <small>Permission: <b>${operation["x-permission"] ?? "public"}</b></small></p>
${bodyOf(operation)}${Object.entries(operation.responses ?? {}).map(([status, answer]) => html`<details><summary>${status} ${answer.description ?? ""}</summary><pre>${schemaText(answer.content)}</pre></details>`)}</section>`,
)}
<section><h2>Problems</h2><table><thead><tr><th>type</th><th>status</th><th>title</th></tr></thead><tbody>${Object.entries(PROBLEMS).map(([code, { status, title }]) => html`<tr><td><code>${code}</code></td><td>${status}</td><td>${title}</td></tr>`)}</tbody></table></section></main></body></html>`);
    });

const bodyOf = (operation: Operation) =>
  operation.requestBody
    ? html`<details><summary>Body</summary><pre>${schemaText(operation.requestBody.content)}</pre></details>`
    : "";
const schemaText = (content: Record<string, { schema?: unknown }> | undefined): string =>
  JSON.stringify(Object.values(content ?? {})[0]?.schema ?? {}, null, 2);
