import { DomainError } from "#domain/errors";
import type { Bindings } from "./env.ts";
import type { SecretPair } from "./tokens.ts";

/** Configuration as the code uses it, read once from the Worker's variables. docs/configuration.md explains every name. */
export interface Config {
  readonly env: "dev" | "preview" | "production";
  readonly shopUrl: string;
  readonly database: { readonly url: string; readonly authToken: string | undefined };
  readonly quoteSecret: SecretPair;
  readonly linkSecret: SecretPair;
  readonly callbackSecret: SecretPair;
  readonly mpesa: MpesaConfig | null;
  readonly mail: { readonly baseUrl: string; readonly apiKey: string; readonly from: string } | null;
  readonly sms: {
    readonly baseUrl: string;
    readonly username: string;
    readonly apiKey: string;
    readonly sender: string;
  } | null;
  /** Scales every plan of looks; 1 in production. */
  readonly planScale: number;
  /** `false`: rows are written, nothing is sent out (measuring the books alone). */
  readonly sending: boolean;
  /** How many unpaid orders one address, phone or e-mail may have open at once. */
  readonly maxOpenOrders: number;
  readonly desks: number;
}

export interface MpesaConfig {
  readonly baseUrl: string;
  readonly consumerKey: string;
  readonly consumerSecret: string;
  readonly shortCode: string;
  readonly passkey: string;
  readonly merchantName: string;
  readonly mode: "test" | "live";
  readonly maxAmountMinor: number;
}

const DARAJA_PUBLIC_TEST_SHORT_CODE = "174379";

/** Reads and checks the variables. @throws {DomainError} not-configured, naming the variable at fault */
export function readConfig(bindings: Bindings): Config {
  const read = (name: string): string => {
    const value = bindings[name];
    return typeof value === "string" ? value.trim() : "";
  };
  const need = (name: string): string => read(name) || refuse(name, "is not set");
  const secret = (name: string): SecretPair => {
    const current = need(name);
    if (current.length < 32) refuse(name, "is shorter than 32 characters");
    return { current, previous: read(`${name}_PREVIOUS`) || undefined };
  };
  /** All of a group of names, or none. @throws when only some are set */
  const group = <const N extends string>(...names: N[]): Record<N, string> | null => {
    const values = names.map((name) => [name, read(name)] as const);
    if (values.every(([, value]) => value === "")) return null;
    for (const [name, value] of values) if (value === "") refuse(name, "is not set, though others of its group are");
    return Object.fromEntries(values) as Record<N, string>;
  };

  const env = need("SHOP_ENV");
  if (env !== "dev" && env !== "preview" && env !== "production")
    return refuse("SHOP_ENV", "is not dev, preview or production");

  const mpesa = group(
    "MPESA_BASE_URL",
    "MPESA_CONSUMER_KEY",
    "MPESA_CONSUMER_SECRET",
    "MPESA_SHORT_CODE",
    "MPESA_PASSKEY",
    "MPESA_MODE",
  );
  const mail = group("MAIL_BASE_URL", "MAIL_API_KEY", "MAIL_FROM");
  const sms = group("SMS_BASE_URL", "SMS_USERNAME", "SMS_API_KEY");
  const config: Config = {
    env,
    shopUrl: need("SHOP_URL").replace(/\/$/, ""),
    database: { url: need("DATABASE_URL"), authToken: read("DATABASE_AUTH_TOKEN") || undefined },
    quoteSecret: secret("QUOTE_SECRET"),
    linkSecret: secret("LINK_SECRET"),
    callbackSecret: secret("CALLBACK_SECRET"),
    mpesa: mpesa && {
      baseUrl: mpesa.MPESA_BASE_URL,
      consumerKey: mpesa.MPESA_CONSUMER_KEY,
      consumerSecret: mpesa.MPESA_CONSUMER_SECRET,
      shortCode: mpesa.MPESA_SHORT_CODE,
      passkey: mpesa.MPESA_PASSKEY,
      merchantName: read("MPESA_MERCHANT_NAME") || "DUKA LTD",
      mode: oneOf("MPESA_MODE", mpesa.MPESA_MODE, ["test", "live"]),
      maxAmountMinor: Number(read("MPESA_MAX_AMOUNT_MINOR") || 25_000_000),
    },
    mail: mail && { baseUrl: mail.MAIL_BASE_URL, apiKey: mail.MAIL_API_KEY, from: mail.MAIL_FROM },
    sms: sms && {
      baseUrl: sms.SMS_BASE_URL,
      username: sms.SMS_USERNAME,
      apiKey: sms.SMS_API_KEY,
      sender: read("SMS_SENDER"),
    },
    planScale: Number(read("PLAN_SCALE") || 1),
    sending: read("SENDING") !== "paused",
    maxOpenOrders: Number(read("MAX_OPEN_ORDERS") || 5),
    desks: Number(read("CHECKOUT_DESKS") || 1),
  };
  refuseMixedModes(config);
  if (env === "production") refuseTestThings(config, read);
  return config;
}

/** Test keys with live mode, or live addresses with test mode, never mix. */
function refuseMixedModes({ mpesa }: Config): void {
  if (!mpesa) return;
  const livePlace = new URL(mpesa.baseUrl).hostname === "api.safaricom.co.ke";
  if (mpesa.mode === "live" && (!livePlace || mpesa.shortCode === DARAJA_PUBLIC_TEST_SHORT_CODE))
    refuse("MPESA_MODE", "is live, but the address or the short code is a test one");
  if (mpesa.mode === "test" && livePlace) refuse("MPESA_MODE", "is test, but the address is the live one");
}

/** Production takes no simulators, no test keys and no switches made for trying. */
function refuseTestThings(config: Config, read: (name: string) => string): void {
  const addresses = {
    SHOP_URL: config.shopUrl,
    DATABASE_URL: config.database.url,
    MPESA_BASE_URL: config.mpesa?.baseUrl,
    MAIL_BASE_URL: config.mail?.baseUrl,
    SMS_BASE_URL: config.sms?.baseUrl,
  };
  for (const [name, url] of Object.entries(addresses)) {
    if (url === undefined) continue;
    if (/^(http:)/.test(url) || /\/\/(localhost|127\.|\[::1\])/.test(url))
      refuse(name, "is an address of this machine or not encrypted");
  }
  if (config.mpesa?.mode === "test") refuse("MPESA_MODE", "is test");
  for (const name of ["QUOTE_SECRET", "LINK_SECRET", "CALLBACK_SECRET"])
    if (/demo|test|change|example/i.test(read(name))) refuse(name, "is a placeholder");
  for (const name of ["PLAN_SCALE", "SENDING"])
    if (read(name) !== "") refuse(name, "is a switch for trying things out");
  if (!config.mail) refuse("MAIL_BASE_URL", "is not set");
  if (!config.database.authToken) refuse("DATABASE_AUTH_TOKEN", "is not set");
}

function oneOf<const T extends string>(name: string, value: string, options: readonly T[]): T {
  return options.find((option) => option === value) ?? refuse(name, `is not one of ${options.join(", ")}`);
}

function refuse(name: string, why: string): never {
  throw new DomainError("not-configured", `The configuration name ${name} ${why}.`, { name });
}
