export * from "./bank.ts";
export * from "./catalogue.ts";
export * from "./markets.ts";
export * from "./orders.ts";
export * from "./payments.ts";
export * from "./people.ts";
export * from "./reports.ts";
export * from "./work.ts";
