import { Miniflare } from "miniflare";
import { miniflareOptions } from "./miniflare.ts";

/**
 * Runs the built Worker in a process of its own, so that it can be stopped from outside at any moment:
 * `node scripts/worker.ts '{"port":8787,"persist":".data","dist":"dist/server","vars":{…}}'`. Says "ready" when it listens.
 */
interface Settings {
  readonly port: number;
  readonly persist: string;
  readonly dist: string;
  readonly vars: Record<string, string>;
}

const settings = JSON.parse(process.argv[2] ?? "{}") as Settings;
const mf = new Miniflare(miniflareOptions(settings.dist, settings));
await mf.ready;
console.log("ready");
process.on("SIGTERM", () => void mf.dispose().then(() => process.exit(0)));
process.on("SIGINT", () => undefined); // the parent decides
