import { parseArgs } from "node:util";
import { startSimulators } from "./server.ts";

const USAGE = `The gateway simulators: everybody who moves money, mail and SMS, with a simulated phone, payment pages and an inbox.

  node tests/simulators/main.ts

  SIMULATORS_PORT         default 8790
  SIMULATORS_STATE        a file that keeps payments and messages over a restart
  SIMULATORS_CLOCK_SCALE  1 is real time; 0.1 lets a prompt of 60 s live 6 s
  SIM_SHOP_URL            where Stripe and PayPal send webhooks; default http://127.0.0.1:8787`;

const { values } = parseArgs({ options: { help: { type: "boolean", short: "h" } } });
if (values.help) {
  console.log(USAGE);
  process.exit(0);
}

const port = Number(process.env.SIMULATORS_PORT || 8790);
const clockScale = Number(process.env.SIMULATORS_CLOCK_SCALE || 1);
const stateFile = process.env.SIMULATORS_STATE;
if (!Number.isInteger(port) || port < 0 || port > 65_535) refuse("SIMULATORS_PORT must be a port number.");
if (!(clockScale > 0)) refuse("SIMULATORS_CLOCK_SCALE must be a number above 0.");

const simulators = await startSimulators({ port, clockScale, ...(stateFile && { stateFile }) }).catch(
  (error: NodeJS.ErrnoException) => {
    if (error.code !== "EADDRINUSE") throw error;
    return refuse(`Port ${port} is taken: stop what listens there, or set SIMULATORS_PORT to another.`);
  },
);
console.log(`Simulators at ${simulators.url} (phone ${simulators.url}/phone, inbox ${simulators.url}/inbox)`);

let isClosing = false;
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, async () => {
    if (isClosing) return;
    isClosing = true;
    await simulators.close();
    process.exit(0);
  });
}

function refuse(sentence: string): never {
  console.error(sentence);
  process.exit(1);
}
