export { SQL } from "drizzle-orm";
export { SQLiteSyncDialect } from "drizzle-orm/sqlite-core";
