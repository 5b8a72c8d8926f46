import type { FieldError } from "#domain/errors";
import { FIELDS, type Typed } from "#stores/checkout";

/** The Worker hands a refused form to this page in a header (worker/checkout/draw-refused.ts). */
const HEADER = "x-refused-form";

interface Refused {
  readonly values: Typed;
  readonly errors: readonly FieldError[];
  readonly message: string;
}

/** What a refused form held and what was wrong with it; `null` for a first visit or a header that is not whole. */
export function readRefused(headers: Headers): Refused | null {
  try {
    const { values, errors, message } = JSON.parse(decodeURIComponent(headers.get(HEADER) ?? "")) as Refused;
    const typed = FIELDS.flatMap((name) => (typeof values[name] === "string" ? [[name, values[name]]] : []));
    return { values: Object.fromEntries(typed) as Typed, errors, message };
  } catch {
    return null;
  }
}
