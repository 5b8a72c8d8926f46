import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Proof } from "#tests/proofs/proof";
import { template } from "./template.ts";

/** `npm run prove`: lists the proofs. `npm run prove -- name`: runs one on a shop of its own, its figures last; non-zero when one falls short. */
const FOLDER = resolve(import.meta.dirname, "../tests/proofs");
const LOCK = resolve(import.meta.dirname, "../.cache/proving");
const names = readdirSync(FOLDER)
  .filter((name) => name.endsWith(".ts") && name !== "proof.ts")
  .map((name) => name.replace(/\.ts$/, ""));

const load = async (name: string): Promise<Proof> =>
  ((await import(join(FOLDER, `${name}.ts`))) as { proof: Proof }).proof;

async function list(): Promise<void> {
  for (const name of names) console.log(`${name.padEnd(18)} ${(await load(name)).shows}`);
}

async function prove(name: string): Promise<boolean> {
  const proof = await load(name);
  console.log(`${name}: ${proof.shows}`);
  process.env.DUKA_TEMPLATE = (await template((words) => console.log(`${words} …`))).folder;
  const began = performance.now();
  const { figures, failures } = await proof.run((line) => console.log(`  ${line}`));
  console.log(`\n${name} after ${((performance.now() - began) / 1_000).toFixed(0)} s`);
  for (const [what, value] of Object.entries(figures)) console.log(`  ${what}: ${value}`);
  for (const sentence of failures) console.log(`  FALLS SHORT: ${sentence}`);
  console.log(failures.length === 0 ? `  ${name} holds` : `  ${name} does not hold`);
  return failures.length === 0;
}

/** One proof at a time: they measure. */
function lock(): void {
  mkdirSync(resolve(LOCK, ".."), { recursive: true });
  try {
    mkdirSync(LOCK);
  } catch {
    console.error(`Another proof is running (if not, remove ${LOCK}).`);
    process.exit(2);
  }
  process.on("exit", () => rmSync(LOCK, { recursive: true, force: true }));
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => process.exit(130));
}

const [name] = process.argv.slice(2);
if (name === undefined) {
  await list();
} else if (!names.includes(name)) {
  console.error(`There is no proof called ${name}. There are: ${names.join(", ")}.`);
  process.exit(2);
} else {
  lock();
  process.exit((await prove(name)) ? 0 : 1);
}
