import { DomainError } from "#domain/errors";
import { CURRENCIES, type Currency } from "#domain/money";
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
  readonly airtel: AirtelConfig | null;
  readonly paypal: PaypalConfig | null;
  readonly stripe: StripeConfig | null;
  readonly khalti: KhaltiConfig | null;
  /** Wraps the keys that private documents are encrypted with; without it there is no bank transfer. */
  readonly documentSecret: SecretPair | null;
  /** From this amount on a second person must agree, minor units per currency. */
  readonly twoPeopleFrom: Readonly<Record<Currency, number>>;
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
  readonly mode: Mode;
  readonly maxAmountMinor: number;
  /** The API operator, for transaction status and reversals; both or neither. */
  readonly operator: { readonly initiator: string; readonly securityCredential: string } | null;
  /** The short code confirms every payment to us by C2B, those by STK too. */
  readonly c2b: boolean;
  /** The list of what came in lately can be asked for. `number`: the phone nominated for it; the verb is not documented for certain. */
  readonly pull?: { readonly number: string; readonly verb: "POST" | "GET" };
  /** Safaricom allows giving back a part. */
  readonly partialReversals: boolean;
}

export interface AirtelConfig {
  readonly baseUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** A name of ours for the application: Airtel's answers carry none. */
  readonly account: string;
  readonly mode: Mode;
  readonly maxAmountMinor: number;
  readonly merchantName: string;
  /** Set when callback authentication is switched on in the portal. */
  readonly hashKey: string | undefined;
  /** Requests are signed; must equal the portal's switch. */
  readonly signing: boolean;
}

export interface PaypalConfig {
  readonly baseUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly merchantId: string;
  readonly webhookId: string;
  readonly mode: Mode;
  readonly brandName: string;
  /** Where a simulator keeps its certificates; never in production. */
  readonly certificateHost: string | undefined;
}

export interface StripeConfig {
  readonly baseUrl: string;
  readonly secretKey: string;
  readonly webhookSecret: SecretPair;
  readonly account: string;
  readonly mode: Mode;
  /** Below this, minor units of any currency, cards are not offered; what Stripe itself refuses as too small is explained. */
  readonly minAmountMinor: number;
}

export interface KhaltiConfig {
  readonly baseUrl: string;
  readonly secretKey: string;
  /** A name of ours for the merchant: Khalti's answers carry none. */
  readonly account: string;
  readonly mode: Mode;
  readonly maxAmountMinor: number;
  /** What a part given back is counted in: their page does not say. */
  readonly refundUnit: "paisa" | "rupees";
}

type Mode = "test" | "live";
const MODES = ["test", "live"] as const;

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

  const isOn = (name: string): boolean => oneOf(name, read(name) || "off", ["on", "off"]) === "on";
  const amount = (name: string, otherwise: number): number => {
    const value = Number(read(name) || otherwise);
    return Number.isSafeInteger(value) && value >= 0 ? value : refuse(name, "is not an amount in minor units");
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
  const airtel = group("AIRTEL_BASE_URL", "AIRTEL_CLIENT_ID", "AIRTEL_CLIENT_SECRET", "AIRTEL_ACCOUNT", "AIRTEL_MODE");
  const paypal = group(
    "PAYPAL_BASE_URL",
    "PAYPAL_CLIENT_ID",
    "PAYPAL_CLIENT_SECRET",
    "PAYPAL_MERCHANT_ID",
    "PAYPAL_WEBHOOK_ID",
    "PAYPAL_MODE",
  );
  const stripe = group(
    "STRIPE_BASE_URL",
    "STRIPE_SECRET_KEY",
    "STRIPE_WEBHOOK_SECRET",
    "STRIPE_ACCOUNT",
    "STRIPE_MODE",
  );
  const khalti = group("KHALTI_BASE_URL", "KHALTI_SECRET_KEY", "KHALTI_ACCOUNT", "KHALTI_MODE");
  const pullNumber = read("MPESA_PULL_NUMBER").replace(/^\+/, "");
  const pullVerb = oneOf("MPESA_PULL_VERB", read("MPESA_PULL_VERB") || "POST", ["POST", "GET"]);
  if (pullNumber && !/^254[17]\d{8}$/.test(pullNumber))
    refuse("MPESA_PULL_NUMBER", 'is not written like "254712345678"');
  const operator = group("MPESA_INITIATOR", "MPESA_SECURITY_CREDENTIAL");
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
      mode: oneOf("MPESA_MODE", mpesa.MPESA_MODE, MODES),
      maxAmountMinor: amount("MPESA_MAX_AMOUNT_MINOR", 25_000_000),
      operator: operator && {
        initiator: operator.MPESA_INITIATOR,
        securityCredential: operator.MPESA_SECURITY_CREDENTIAL,
      },
      c2b: isOn("MPESA_C2B"),
      ...(pullNumber ? { pull: { number: pullNumber, verb: pullVerb } } : {}),
      partialReversals: isOn("MPESA_PARTIAL_REVERSALS"),
    },
    airtel: airtel && {
      baseUrl: airtel.AIRTEL_BASE_URL,
      clientId: airtel.AIRTEL_CLIENT_ID,
      clientSecret: airtel.AIRTEL_CLIENT_SECRET,
      account: airtel.AIRTEL_ACCOUNT,
      mode: oneOf("AIRTEL_MODE", airtel.AIRTEL_MODE, MODES),
      maxAmountMinor: amount("AIRTEL_MAX_AMOUNT_MINOR", 15_000_000),
      merchantName: read("AIRTEL_MERCHANT_NAME") || "DUKA LTD",
      hashKey: read("AIRTEL_HASH_KEY") || undefined,
      signing: isOn("AIRTEL_SIGNING"),
    },
    paypal: paypal && {
      baseUrl: paypal.PAYPAL_BASE_URL,
      clientId: paypal.PAYPAL_CLIENT_ID,
      clientSecret: paypal.PAYPAL_CLIENT_SECRET,
      merchantId: paypal.PAYPAL_MERCHANT_ID,
      webhookId: paypal.PAYPAL_WEBHOOK_ID,
      mode: oneOf("PAYPAL_MODE", paypal.PAYPAL_MODE, MODES),
      brandName: read("PAYPAL_BRAND_NAME") || "Duka",
      certificateHost: read("PAYPAL_CERTIFICATE_HOST") || undefined,
    },
    stripe: stripe && {
      baseUrl: stripe.STRIPE_BASE_URL,
      secretKey: stripe.STRIPE_SECRET_KEY,
      webhookSecret: {
        current: stripe.STRIPE_WEBHOOK_SECRET,
        previous: read("STRIPE_WEBHOOK_SECRET_PREVIOUS") || undefined,
      },
      account: stripe.STRIPE_ACCOUNT,
      mode: oneOf("STRIPE_MODE", stripe.STRIPE_MODE, MODES),
      minAmountMinor: amount("STRIPE_MIN_AMOUNT_MINOR", 100),
    },
    khalti: khalti && {
      baseUrl: khalti.KHALTI_BASE_URL.replace(/\/$/, ""),
      secretKey: khalti.KHALTI_SECRET_KEY,
      account: khalti.KHALTI_ACCOUNT,
      mode: oneOf("KHALTI_MODE", khalti.KHALTI_MODE, MODES),
      maxAmountMinor: amount("KHALTI_MAX_AMOUNT_MINOR", 20_000_000),
      refundUnit: oneOf("KHALTI_REFUND_UNIT", read("KHALTI_REFUND_UNIT") || "paisa", ["paisa", "rupees"]),
    },
    documentSecret: read("DOCUMENT_SECRET") ? secret("DOCUMENT_SECRET") : null,
    twoPeopleFrom: thresholds("TWO_PEOPLE_FROM", read("TWO_PEOPLE_FROM")),
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
function refuseMixedModes({ mpesa, airtel, paypal, stripe, khalti }: Config): void {
  const mixed = (name: string, mode: Mode, isLivePlace: boolean, hasTestKey: boolean, hasLiveKey = false) => {
    if (mode === "live" && (!isLivePlace || hasTestKey))
      refuse(name, "is live, but the address or the key is a test one");
    if (mode === "test" && (isLivePlace || hasLiveKey))
      refuse(name, "is test, but the address or the key is a live one");
  };
  const host = (url: string): string => new URL(url).hostname;
  if (mpesa)
    mixed(
      "MPESA_MODE",
      mpesa.mode,
      host(mpesa.baseUrl) === "api.safaricom.co.ke",
      mpesa.shortCode === DARAJA_PUBLIC_TEST_SHORT_CODE,
    );
  if (airtel)
    mixed(
      "AIRTEL_MODE",
      airtel.mode,
      /^openapi\.airtel/.test(host(airtel.baseUrl)),
      /^duka-demo/.test(airtel.clientId),
    );
  if (paypal)
    mixed("PAYPAL_MODE", paypal.mode, host(paypal.baseUrl) === "api-m.paypal.com", /^duka-demo/.test(paypal.clientId));
  if (stripe) {
    // One host for both: the key alone decides.
    const isLiveKey = /^(sk|rk)_live_/.test(stripe.secretKey);
    if ((stripe.mode === "live") !== isLiveKey) refuse("STRIPE_MODE", "does not belong to that STRIPE_SECRET_KEY");
  }
  if (khalti)
    mixed("KHALTI_MODE", khalti.mode, host(khalti.baseUrl) === "khalti.com", /^duka-demo/.test(khalti.secretKey));
}

/** Production takes no simulators, no test keys and no switches made for trying. */
function refuseTestThings(config: Config, read: (name: string) => string): void {
  const addresses = {
    SHOP_URL: config.shopUrl,
    DATABASE_URL: config.database.url,
    MPESA_BASE_URL: config.mpesa?.baseUrl,
    AIRTEL_BASE_URL: config.airtel?.baseUrl,
    PAYPAL_BASE_URL: config.paypal?.baseUrl,
    STRIPE_BASE_URL: config.stripe?.baseUrl,
    KHALTI_BASE_URL: config.khalti?.baseUrl,
    MAIL_BASE_URL: config.mail?.baseUrl,
    SMS_BASE_URL: config.sms?.baseUrl,
  };
  for (const [name, url] of Object.entries(addresses)) {
    if (url === undefined) continue;
    if (/^(http:)/.test(url) || /\/\/(localhost|127\.|\[::1\])/.test(url))
      refuse(name, "is an address of this machine or not encrypted");
  }
  for (const name of ["MPESA", "AIRTEL", "PAYPAL", "STRIPE", "KHALTI"] as const)
    if (config[name.toLowerCase() as Lowercase<typeof name>]?.mode === "test") refuse(`${name}_MODE`, "is test");
  for (const name of ["QUOTE_SECRET", "LINK_SECRET", "CALLBACK_SECRET", "DOCUMENT_SECRET"])
    if (/demo|test|change|example/i.test(read(name))) refuse(name, "is a placeholder");
  for (const name of ["PLAN_SCALE", "SENDING", "PAYPAL_CERTIFICATE_HOST"])
    if (read(name) !== "") refuse(name, "is a switch for trying things out");
  if (!config.mail) refuse("MAIL_BASE_URL", "is not set");
  if (!config.database.authToken) refuse("DATABASE_AUTH_TOKEN", "is not set");
}

/** "KES 5000000, USD 50000": minor units from which two people are asked. */
function thresholds(name: string, text: string): Record<Currency, number> {
  const given = { KES: 5_000_000, NPR: 5_000_000, USD: 50_000 };
  for (const part of text.split(",").map((one) => one.trim())) {
    if (part === "") continue;
    const [, currency = "", amount = ""] = /^([A-Z]{3}) (\d{1,12})$/.exec(part) ?? [];
    const known =
      CURRENCIES.find((one) => one === currency) ?? refuse(name, 'is not written like "KES 5000000, USD 50000"');
    given[known] = Number(amount);
  }
  return given;
}

function oneOf<const T extends string>(name: string, value: string, options: readonly T[]): T {
  return options.find((option) => option === value) ?? refuse(name, `is not one of ${options.join(", ")}`);
}

function refuse(name: string, why: string): never {
  throw new DomainError("not-configured", `The configuration name ${name} ${why}.`, { name });
}
