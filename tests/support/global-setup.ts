import { template } from "#scripts/template";

/** One build for the whole run. Unit tests alone need none: set UNIT_ONLY. */
export default async function setup(): Promise<void> {
  if (process.env.UNIT_ONLY) return;
  process.env.DUKA_TEMPLATE = (await template((words) => console.log(`${words} …`))).folder; // files that change during the run do not start another build
}
