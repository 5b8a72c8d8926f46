import { gzipSync } from "node:zlib";
import type { FaultRule } from "./faults.ts";

/** A body on the wire. `declaredLength` is the promised length where it is more than what is sent. */
export interface SpoiltBody {
  readonly bytes: Buffer;
  readonly type: string;
  readonly encoding?: "gzip";
  readonly declaredLength?: number;
}

export const SPOILING = ["truncated", "wrong-json", "html", "huge", "gzip-bomb"] as const;
export type Spoiling = (typeof SPOILING)[number];

const HUGE_BYTES = 50 * 1024 * 1024;
const PAGE =
  "<!doctype html><html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>";

/** What is sent instead of `body` (JSON text) when the fault strikes. */
export function spoil(body: string, rule: Pick<FaultRule, "fault" | "bytes">): SpoiltBody {
  const json = "application/json;charset=UTF-8";
  const size = rule.bytes ?? HUGE_BYTES;
  switch (rule.fault) {
    case "truncated": {
      const whole = Buffer.from(body);
      return { bytes: whole.subarray(0, Math.ceil(whole.length / 2)), type: json, declaredLength: whole.length };
    }
    case "wrong-json":
      return { bytes: Buffer.from(otherTypes(body)), type: json };
    case "huge":
      return { bytes: Buffer.alloc(size, " "), type: json };
    case "gzip-bomb":
      return { bytes: gzipSync(Buffer.alloc(size, " ")), type: json, encoding: "gzip" };
    default:
      return { bytes: Buffer.from(PAGE), type: "text/html" };
  }
}

/** Every value in a list of its own: it parses, and nothing has the promised type. */
function otherTypes(body: string): string {
  try {
    const entries = Object.entries(JSON.parse(body)).map(([key, value]) => [key, [value]]);
    return JSON.stringify(Object.fromEntries(entries));
  } catch {
    return "[]";
  }
}
