import type { Bindings } from "../env.ts";

const ALWAYS: readonly (readonly [string, string])[] = [
  ["x-content-type-options", "nosniff"],
  ["referrer-policy", "same-origin"], // with no-referrer our own form posts would send "Origin: null"
  ["permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"],
  ["strict-transport-security", "max-age=63072000; includeSubDomains"],
  ["cross-origin-opener-policy", "same-origin"],
];

/** Until a build has written its own: nothing inline. */
const STRICTEST =
  "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/** The same policy and headers on whatever made the answer. A header that the answer sets itself stays. */
export function withHeaders(response: Response, env: Pick<Bindings, "CSP">): Response {
  if (response.status === 101) return response;
  const headers = new Headers(response.headers);
  for (const [name, value] of ALWAYS) if (!headers.has(name)) headers.set(name, value);
  if (!headers.has("content-security-policy")) headers.set("content-security-policy", env.CSP || STRICTEST);
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}
