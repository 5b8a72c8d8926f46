import { rmSync } from "node:fs";
import { needFreePort } from "./processes.ts";
import { localPorts } from "./settings.ts";

/** `npm run reset`: forgets the demo shop's data. The next start begins anew. */
try {
  await needFreePort(localPorts.sqld, "the database", "SQLD_PORT");
  rmSync(".data", { recursive: true, force: true });
  console.log("The shop's data is gone; npm start begins anew.");
} catch {
  console.error("The shop is running. Stop it first (Ctrl-C), then reset.");
  process.exit(1);
}
