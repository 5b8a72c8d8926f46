import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type Database, openDatabase } from "#db/client";
import { migrate } from "#db/migrate";
import { PERMISSIONS, type Permission, ROLE_PERMISSIONS, ROLES } from "#domain/accounts/roles";
import { freePort } from "./processes.ts";
import { startSqld } from "./sqld.ts";

/**
 * `npm run docs:schema`: writes docs/schema.md from a freshly migrated database, and docs/routes.md from the routers themselves.
 * `--print schema` or `--print routes` only says what would be written: the tests compare it with what stands there.
 */
const ROOT = resolve(import.meta.dirname, "..");
const read = (path: string): string => readFileSync(join(ROOT, path), "utf8");
const filesOf = (folder: string, ending: string): string[] =>
  readdirSync(join(ROOT, folder))
    .filter((name) => name.endsWith(ending))
    .sort()
    .map((name) => `${folder}/${name}`);
const oneLine = (text: string): string => text.replace(/\s+/g, " ").trim();
const cell = (text: string): string => oneLine(text).replaceAll("|", "\\|");

// ---------------------------------------------------------------- docs/schema.md

/** What the sources say of tables, columns, triggers and views; the database keeps none of it. */
interface Said {
  /** File of db/schema → its tables in order, with their doc comments. */
  readonly areas: ReadonlyMap<string, readonly { readonly table: string; readonly words: string }[]>;
  /** "orders.client" → the comment behind it. */
  readonly columns: ReadonlyMap<string, string>;
  /** Trigger or view → the comment above it. */
  readonly programs: ReadonlyMap<string, string>;
}

function readSources(): Said {
  const areas = new Map<string, { table: string; words: string }[]>();
  const columns = new Map<string, string>();
  for (const file of filesOf("db/schema", ".ts")) {
    const tables: { table: string; words: string }[] = [];
    for (const part of read(file).split(/(?=\/\*\*)/)) {
      const [, words = ""] = /^\/\*\*([\s\S]*?)\*\//.exec(part) ?? [];
      const [, table] = /sqliteTable\(\s*"(\w+)"/.exec(part) ?? [];
      if (!table) continue;
      tables.push({ table, words: oneLine(words.replace(/^\s*\*/gm, "")) });
      for (const [, column, comment] of part.matchAll(/\("([a-z_]+)"[^\n]*\/\/ (.*)$/gm))
        columns.set(`${table}.${column}`, comment ?? "");
    }
    if (tables.length > 0) areas.set(file, tables);
  }
  const programs = new Map<string, string>();
  for (const file of [...filesOf("db/triggers", ".sql"), ...filesOf("db/views", ".sql")]) {
    for (const statement of read(file).split("--> statement-breakpoint")) {
      const [, name = ""] = /CREATE (?:TRIGGER|VIEW) (\w+)/.exec(statement) ?? [];
      const words = [...statement.matchAll(/^-- (.*)$/gm)].map(([, line]) => line).join(" ");
      if (words) programs.set(name, words);
    }
  }
  return { areas, columns, programs };
}

interface Part {
  readonly type: string;
  readonly name: string;
  readonly table: string;
  readonly sql: string;
}

async function schemaDocument(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "duka-schema-"));
  const sqld = await startSqld({ folder, port: await freePort() });
  try {
    const db = openDatabase({ url: sqld.url, timeoutMs: 60_000 });
    await migrate(db);
    const { rows } = await db.client.execute(
      "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name",
    );
    const parts = rows.map((row) => ({
      type: String(row.type),
      name: String(row.name),
      table: String(row.tbl_name),
      sql: String(row.sql),
    }));
    return await writtenSchema(db, parts, readSources());
  } finally {
    await sqld.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function writtenSchema(db: Database, parts: readonly Part[], said: Said): Promise<string> {
  const tables = parts.filter(({ type }) => type === "table");
  const known = new Set([...said.areas.values()].flatMap((area) => area.map(({ table }) => table)));
  const lines = [
    "# The database",
    "",
    "Written by `npm run docs:schema` from a freshly migrated database and the comments in `db/schema`, `db/triggers` and `db/views`; a test compares. Change those, not this page.",
    "",
    `${tables.length} tables, all STRICT. Every table has \`id\` (text, primary key), \`created_at\` and \`updated_at\` (unix milliseconds, UTC), which are left out below. An update moves \`updated_at\` by itself: each table that may be updated has a trigger \`<table>_touch\`. Amounts are integers in minor units of the currency beside them, instants are unix milliseconds UTC. A name that begins with \`E_\` is what the code reads in the database's refusal.`,
  ];
  for (const [file, area] of said.areas) {
    lines.push("", `## ${file.replace("db/schema/", "").replace(".ts", "")}`);
    for (const { table, words } of area) lines.push(...(await tableLines(db, table, words, parts, said)));
  }
  const others = tables.filter(({ name }) => !known.has(name));
  lines.push("", "## The runner's own");
  for (const { name } of others)
    lines.push(
      ...(await tableLines(
        db,
        name,
        "What was applied, by file name, with the digest of its text (db/migrate.ts).",
        parts,
        said,
      )),
    );
  lines.push("", "## Views", "", "| view | columns | what it shows |", "|---|---|---|");
  for (const { name } of parts.filter(({ type }) => type === "view")) {
    const { rows } = await db.client.execute(`SELECT name FROM pragma_table_info('${name}') ORDER BY cid`);
    lines.push(
      `| \`${name}\` | ${rows.map((row) => String(row.name)).join(", ")} | ${cell(said.programs.get(name) ?? "One of the six views with fixed columns that an audit from outside reads.")} |`,
    );
  }
  return `${lines.join("\n")}\n`;
}

const COMMON = new Set(["id", "created_at", "updated_at"]);

async function tableLines(
  db: Database,
  table: string,
  words: string,
  parts: readonly Part[],
  said: Said,
): Promise<string[]> {
  const { rows: columns } = await db.client.execute(`SELECT * FROM pragma_table_info('${table}') ORDER BY cid`);
  const { rows: keys } = await db.client.execute(`SELECT * FROM pragma_foreign_key_list('${table}')`);
  const target = new Map(keys.map((key) => [String(key.from), String(key.table)]));
  const own = parts.filter((part) => part.table === table);
  const sql = own.find(({ type }) => type === "table")?.sql ?? "";
  if (!/\)\s*STRICT\s*$/.test(sql)) throw new Error(`${table} is not STRICT`);
  const lines = ["", `### ${table}`, "", words, "", "| column | type | |", "|---|---|---|"];
  for (const column of columns) {
    const name = String(column.name);
    if (COMMON.has(name)) continue;
    const notes = [
      column.notnull === 1 ? "" : "may be absent",
      column.dflt_value === null ? "" : `default ${String(column.dflt_value)}`,
      target.has(name) ? `→ ${target.get(name)}` : "",
      said.columns.get(`${table}.${name}`) ?? "",
    ];
    lines.push(`| ${name} | ${String(column.type).toLowerCase()} | ${cell(notes.filter(Boolean).join("; "))} |`);
  }
  const rules = [
    ...checksOf(sql).map(({ name, rule }) => `- check \`${name}\`: \`${rule}\``),
    ...own.filter(({ type }) => type === "index").map(indexLine),
    ...own
      .filter(({ type, name }) => type === "trigger" && !name.endsWith("_touch"))
      .map((part) => triggerLine(part, said)),
  ];
  return rules.length > 0 ? [...lines, "", ...rules] : lines;
}

/** The named checks of a table, each with its whole expression. */
function checksOf(sql: string): { name: string; rule: string }[] {
  return [...sql.matchAll(/CONSTRAINT "(\w+)" CHECK\s*\(/g)].map((match) => {
    const from = match.index + match[0].length;
    let depth = 1;
    let to = from;
    for (; depth > 0; to++) depth += sql[to] === "(" ? 1 : sql[to] === ")" ? -1 : 0;
    return { name: match[1] ?? "", rule: plain(sql.slice(from, to - 1)) };
  });
}

const plain = (sql: string): string => oneLine(sql.replace(/"\w+"\."(\w+)"/g, "$1").replace(/["`]/g, ""));

function indexLine({ name, sql }: Part): string {
  const [, unique, rest = ""] = /^CREATE (UNIQUE )?INDEX \S+ ON \S+ (.*)$/s.exec(oneLine(sql)) ?? [];
  return `- ${unique ? "unique" : "index"} \`${name}\`: ${plain(rest).replace(/ where /i, " where ")}`;
}

function triggerLine({ name, sql }: Part, said: Said): string {
  const [, when = ""] = /^CREATE TRIGGER \w+ (.*?) ON /s.exec(oneLine(sql)) ?? [];
  const refusals = [...new Set([...sql.matchAll(/RAISE\(ABORT, '(E_\w+)/g)].map((match) => `\`${match[1]}\``))];
  const words = said.programs.get(name);
  return `- trigger \`${name}\`, ${when.toLowerCase()}${refusals.length > 0 ? `, refuses with ${refusals.join(", ")}` : ""}${words ? `: ${oneLine(words)}` : ""}`;
}

// ---------------------------------------------------------------- docs/routes.md

/** The routers are the Worker's: what only exists inside the Workers runtime is stood in for, since nothing is called. */
function standIns(): void {
  const texts: Record<string, string> = {
    "cloudflare:workers": "export class DurableObject {}; export const env = {};",
    "@astrojs/cloudflare/handler": "export const handle = () => { throw new Error('not here'); };",
  };
  registerHooks({
    resolve: (specifier, context, next) =>
      specifier in texts
        ? { url: `data:text/javascript,${encodeURIComponent(texts[specifier] ?? "")}`, shortCircuit: true }
        : next(specifier, context),
  });
}

async function routesDocument(): Promise<string> {
  standIns();
  const { api, app } = await import("../worker/app.ts");
  const { checkoutForms } = await import("../worker/checkout/forms.ts");
  const { signInForms } = await import("../worker/auth/forms.ts");
  const { STAFF_PAGES } = await import("../worker/staff/page-guard.ts");
  const document = api.getOpenAPI31Document({ openapi: "3.1.0", info: { title: "Duka", version: "1" } });
  const operations = Object.entries(document.paths ?? {}).flatMap(([path, methods]) =>
    Object.entries(methods as Record<string, { summary?: string; "x-permission": Permission }>).map(
      ([method, { summary = "", "x-permission": permission }]) => ({
        method: method.toUpperCase(),
        path: `/api${path}`,
        permission,
        summary,
      }),
    ),
  );
  const never = () => Promise.reject(new Error("not here"));
  const forms = [...app.routes, ...checkoutForms(never).routes, ...signInForms(never).routes]
    .filter(({ method, path }) => method !== "ALL" && !operations.some((one) => sameRoute(one, { method, path })))
    .map(({ method, path }) => `${method} ${path}`);
  const lines = [
    "# Routes, permissions and roles",
    "",
    "Written by `npm run docs:schema` from the routers and the table in `src/domain/accounts/roles.ts`; a test compares. Bodies and answers are at `/api/docs` of a running shop, for programs at `/api/openapi.json`, where `x-permission` names the permission.",
    "",
    "## Roles and permissions",
    "",
    "`public` needs nobody to be signed in. Every other permission needs a signed-in person whose role has it; role and permission are read from the database in each request. Without a session the answer is 401, with another role 403.",
    "",
    `| permission | ${ROLES.join(" | ")} |`,
    `|---|${ROLES.map(() => "---").join("|")}|`,
    ...PERMISSIONS.filter((permission) => permission !== "public").map(
      (permission) =>
        `| \`${permission}\` | ${ROLES.map((role) => (ROLE_PERMISSIONS[role].includes(permission) ? "✓" : "")).join(" | ")} |`,
    ),
    "",
    "## The API",
    "",
    "Answers are JSON, refusals are problem documents (RFC 9457). A request that changes something must carry the shop's own `Origin`.",
    "",
    "| method | address | permission | who | what |",
    "|---|---|---|---|---|",
    ...operations.map(
      ({ method, path, permission, summary }) =>
        `| ${method} | \`${path}\` | \`${permission}\` | ${whoHas(permission)} | ${cell(summary)} |`,
    ),
    "",
    "## Pages of the console",
    "",
    "Drawn on demand, never cached. Who is not signed in is sent to `/sign-in`; who may not see one is told so.",
    "",
    "| address | permission | who |",
    "|---|---|---|",
    ...Object.entries(STAFF_PAGES).map(
      ([path, permission]) => `| \`${path}\` | \`${permission}\` | ${whoHas(permission)} |`,
    ),
    "",
    "## Everything else that code answers",
    "",
    "Open to everybody: plain forms for pages whose script has not arrived, the addresses providers call (each proves itself by the token in its path), and the documents of the API.",
    "",
    ...[...new Set(forms)].map((line) => `- \`${line}\``),
  ];
  return `${lines.join("\n")}\n`;
}

const sameRoute = (one: { method: string; path: string }, other: { method: string; path: string }): boolean =>
  one.method === other.method && one.path.replace(/\{(\w+)\}/g, ":$1") === other.path;

const whoHas = (permission: Permission): string =>
  permission === "public"
    ? "everybody"
    : ROLES.filter((role) => ROLE_PERMISSIONS[role].includes(permission)).join(", ");

// ----------------------------------------------------------------

const DOCUMENTS = { schema: schemaDocument, routes: routesDocument };

/** A page as the project's formatter leaves it. */
const written = async (name: keyof typeof DOCUMENTS): Promise<string> =>
  execFileSync(join(ROOT, "node_modules/.bin/biome"), ["format", `--stdin-file-path=docs/${name}.md`], {
    cwd: ROOT,
    encoding: "utf8",
    input: await DOCUMENTS[name](),
  });

const [option, only] = process.argv.slice(2);
if (option === "--print" && (only === "schema" || only === "routes")) {
  process.stdout.write(await written(only));
} else {
  for (const name of ["schema", "routes"] as const) {
    writeFileSync(join(ROOT, `docs/${name}.md`), await written(name));
    console.log(`docs/${name}.md is written.`);
  }
}
