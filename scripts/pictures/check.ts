// Says which pictures the goods name and the folder lacks, and what is wrong with the goods themselves.
// Run: node scripts/pictures/check.ts
import { existsSync, readdirSync, statSync } from "node:fs";
import { categories, products } from "../../db/seed/goods.ts";

const folder = new URL("../../db/seed/pictures/", import.meta.url);
const files = [
  ...[96, 240, 480, 800].map((width) => `${width}.webp`),
  ...[480, 800].map((width) => `${width}.avif`),
];

const wanted = new Set([
  ...categories.map((category) => category.picture),
  ...products.flatMap((product) => product.pictures.map((picture) => picture.name)),
  ...products.flatMap((product) => product.variants.flatMap((variant) => variant.picture ?? [])),
]);

const faults: string[] = [];
for (const name of wanted) {
  const missing = files.filter((file) => !existsSync(new URL(`${name}-${file}`, folder)));
  if (missing.length > 0) faults.push(`picture ${name} lacks ${missing.join(", ")}`);
}

function repeated(what: string, values: (string | number)[]): void {
  const seen = new Set<string | number>();
  for (const value of values) {
    if (seen.has(value)) faults.push(`${what} ${value} stands twice`);
    seen.add(value);
  }
}

const slugs = new Set(categories.map((category) => category.slug));
for (const category of categories) {
  if (category.parent !== null && !slugs.has(category.parent)) faults.push(`category ${category.slug} has no parent ${category.parent}`);
}
for (const product of products) {
  if (!slugs.has(product.category)) faults.push(`${product.slug} is in no category (${product.category})`);
  if (product.pictures.length < 2) faults.push(`${product.slug} has fewer than two pictures`);
  if (product.variants.length === 0) faults.push(`${product.slug} has no variant`);
  for (const variant of product.variants) {
    if (variant.kesMinor % 100 !== 0) faults.push(`${variant.sku} has cents in shillings`);
    const before = variant.compareAtKesMinor;
    if (before !== undefined && (before % 100 !== 0 || before <= variant.kesMinor)) faults.push(`${variant.sku} has a wrong price before`);
  }
}
repeated("slug", products.map((product) => product.slug));
repeated("sku", products.flatMap((product) => product.variants.map((variant) => variant.sku)));
repeated("description", products.map((product) => product.description));
repeated("summary", products.map((product) => product.summary));
repeated("daysAgo", products.map((product) => product.daysAgo));

const bytes = existsSync(folder)
  ? readdirSync(folder).reduce((sum, file) => sum + statSync(new URL(file, folder)).size, 0)
  : 0;
console.log(`${products.length} products, ${categories.length} categories, ${wanted.size} pictures wanted, ${(bytes / 1e6).toFixed(1)} MB`);
for (const fault of faults) console.log(fault);
process.exitCode = faults.length > 0 ? 1 : 0;
