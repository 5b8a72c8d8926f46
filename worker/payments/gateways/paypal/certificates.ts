import { X509Certificate } from "node:crypto";
import type { PaypalConfig } from "../../../config.ts";
import type { Http } from "../../../http.ts";

const LARGEST = 16 * 1024; // bytes
const FAILED_MS = 60_000;
const MOST_KEPT = 20;
const MOST_FAILED = 200;

/** `unreachable`: there may be one, but not now. `none`: there is none. */
export type Found = { readonly certificate: X509Certificate } | "unreachable" | "none";

const kept = new Map<string, string>(); // PEM by address; PayPal gives each certificate an address of its own
const failed = new Map<string, { readonly until: number; readonly found: "unreachable" | "none" }>();

/** The one host that certificates are fetched from; the door for requests going out knows no other. */
export const certificateHostOf = ({ certificateHost, mode }: PaypalConfig): string =>
  certificateHost ?? (mode === "live" ? "api.paypal.com" : "api.sandbox.paypal.com");

/**
 * The certificate at an address that a request names, or a definite no where such an address is not PayPal's: whoever chose it freely
 * would bring his own certificate, and make the shop ask wherever he liked.
 */
export async function certificateAt(address: string, config: PaypalConfig, http: Http, scale: number): Promise<Found> {
  if (!isPaypals(address, config)) return "none";
  const known = kept.get(address);
  if (known) return { certificate: new X509Certificate(known) };
  const failure = failed.get(address);
  if (failure && failure.until > Date.now()) return failure.found;
  const found = await fetched(address, http);
  if (typeof found === "string") {
    remember(failed, address, { until: Date.now() + FAILED_MS * scale, found }, MOST_FAILED);
    return found;
  }
  remember(kept, address, found.pem, MOST_KEPT);
  return { certificate: found.certificate };
}

/** The one host and the one folder, over https; a simulator has neither https nor the folder at its top. */
function isPaypals(address: string, config: PaypalConfig): boolean {
  if (!URL.canParse(address) || address.length > 300) return false;
  const { protocol, host, pathname, search, hash, username, password } = new URL(address);
  if (search + hash + username + password !== "") return false;
  const file = /^(.*)\/v1\/notifications\/certs\/[\w-][\w.-]*$/.exec(pathname);
  if (!file || host !== certificateHostOf(config)) return false;
  return config.certificateHost !== undefined || (protocol === "https:" && file[1] === "");
}

async function fetched(
  address: string,
  http: Http,
): Promise<{ pem: string; certificate: X509Certificate } | "unreachable" | "none"> {
  try {
    const { status, text } = await http(address, {});
    if (status >= 400 && status < 500 && status !== 408 && status !== 429) return "none";
    if (status !== 200 || Buffer.byteLength(text) > LARGEST) return "unreachable";
    return { pem: text, certificate: new X509Certificate(text) };
  } catch {
    return "unreachable";
  }
}

function remember<V>(map: Map<string, V>, key: string, value: V, most: number): void {
  map.delete(key);
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > most && oldest !== undefined) map.delete(oldest);
}
