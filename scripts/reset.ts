import { rmSync } from "node:fs";
import { runningShop } from "./running.ts";

/** `npm run reset`: forgets the demo shop's data. The next start begins anew. */
if (runningShop()) {
  console.error("The shop is running. Stop it first (Ctrl-C), then reset.");
  process.exit(1);
}
rmSync(".data", { recursive: true, force: true });
console.log("The shop's data is gone; npm start begins anew.");
