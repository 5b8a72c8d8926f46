import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Miniflare, MiniflareOptions } from "miniflare";

/** What is read of the built configuration. */
interface Built {
  name: string;
  main: string;
  compatibility_date: string;
  compatibility_flags: string[];
  vars: Record<string, string>;
  assets: {
    directory: string;
    binding: string;
    html_handling: string;
    not_found_handling: string;
    run_worker_first: string[];
  };
  r2_buckets: { binding: string; bucket_name: string }[];
  durable_objects: { bindings: { name: string; class_name: string }[] };
  migrations?: { new_sqlite_classes?: string[] }[];
}

const readBuilt = (folder: string): Built => JSON.parse(readFileSync(join(folder, "wrangler.json"), "utf8")) as Built;

/** The built Worker as Miniflare runs it; everything comes from dist/server/wrangler.json, nothing is typed twice. */
export function miniflareOptions(
  distServer: string,
  options: { port: number; persist: string; vars: Record<string, string> },
): MiniflareOptions {
  const folder = resolve(distServer);
  const built = readBuilt(folder);
  const others = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(
    (name) => /\.m?js$/.test(name) && name !== built.main,
  );
  const first = built.assets.run_worker_first;
  const sqlite = new Set(built.migrations?.flatMap(({ new_sqlite_classes = [] }) => new_sqlite_classes));
  return {
    name: built.name,
    host: "127.0.0.1",
    port: options.port,
    modules: [built.main, ...others].map((name) => ({ type: "ESModule", path: join(folder, name) })),
    modulesRoot: folder,
    compatibilityDate: built.compatibility_date,
    compatibilityFlags: built.compatibility_flags,
    bindings: { ...built.vars, ...options.vars },
    assets: {
      directory: resolve(folder, built.assets.directory),
      binding: built.assets.binding,
      workerName: built.name,
      assetConfig: { html_handling: built.assets.html_handling, not_found_handling: built.assets.not_found_handling },
      routerConfig: {
        has_user_worker: true,
        static_routing: {
          user_worker: first.filter((rule) => !rule.startsWith("!")),
          asset_worker: first.filter((rule) => rule.startsWith("!")).map((rule) => rule.slice(1)),
        },
      },
    },
    r2Buckets: Object.fromEntries(built.r2_buckets.map(({ binding, bucket_name }) => [binding, bucket_name])),
    r2Persist: join(options.persist, "r2"),
    durableObjects: Object.fromEntries(
      built.durable_objects.bindings.map(({ name, class_name }) => [
        name,
        { className: class_name, useSQLite: sqlite.has(class_name) },
      ]),
    ),
    durableObjectsPersist: join(options.persist, "do"),
    unsafeTriggerHandlers: true,
    cf: false,
  } as unknown as MiniflareOptions;
}

/** Puts the pictures of a folder ("basket-rust-480.avif") into the bucket the shop serves them from. @returns how many are there */
export async function putPictures(mf: Miniflare, folder: string): Promise<number> {
  const bucket = await mf.getR2Bucket("IMAGES");
  const there = await namesIn(bucket);
  const names = readdirSync(folder).filter((name) => /-\d+\.(avif|webp)$/.test(name));
  for (const name of names) {
    if (there.has(`images/${name}`)) continue; // a key names its bytes
    await bucket.put(`images/${name}`, readFileSync(join(folder, name)), {
      httpMetadata: { contentType: name.endsWith(".avif") ? "image/avif" : "image/webp" },
    });
  }
  return names.length;
}

async function namesIn(bucket: Awaited<ReturnType<Miniflare["getR2Bucket"]>>): Promise<Set<string>> {
  const names = new Set<string>();
  for (let cursor: string | undefined; ; ) {
    const page = await bucket.list(cursor ? { prefix: "images/", cursor } : { prefix: "images/" });
    for (const { key } of page.objects) names.add(key);
    if (!page.truncated) return names;
    cursor = page.cursor;
  }
}
