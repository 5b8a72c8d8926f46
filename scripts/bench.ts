import { spawnSync } from "node:child_process";

/** `npm run bench`: the proof of speed, by its short name. */
process.exit(spawnSync(process.execPath, ["scripts/prove.ts", "bench"], { stdio: "inherit" }).status ?? 1);
