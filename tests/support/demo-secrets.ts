import { demoVars } from "#scripts/settings";

/** A key of the demo shop, as tokens are made with it: tests play a provider who knows an address, and one who has guessed it. */
export const demoSecret = (name: "CALLBACK_SECRET" | "LINK_SECRET" | "QUOTE_SECRET") => ({
  current: demoVars({ shopUrl: "", databaseUrl: "", simulatorsUrl: "" })[name] ?? "",
  previous: undefined,
});
