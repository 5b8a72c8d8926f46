/** What the simulators accept. Public test values and invented ones: none of them opens anything real. */
export const MPESA = {
  consumerKey: "duka-demo-key",
  consumerSecret: "duka-demo-secret",
  /** Safaricom's shared public test paybill. */
  shortcode: "174379",
  /** The public test passkey that belongs to that paybill. */
  passkey: "bfb279f9aa9bdbcf158e97dd71a467cd2e0c893059b10f78e6b72ada1ed2c919",
  /** The name a payer reads in the prompt. */
  merchantName: "DUKA LTD",
} as const;

/** The same paybill's C2B and operator side. The security credential is the password encrypted with the simulator's own certificate. */
export const MPESA_OPERATOR = { initiator: "testapi", securityCredential: "duka-demo-security-credential" } as const;

export const AIRTEL = {
  clientId: "duka-demo-airtel-client",
  clientSecret: "duka-demo-airtel-secret",
  /** "Private key" of the application settings: signs callbacks where callback authentication is on. */
  hashKey: "duka-demo-airtel-hash-key",
  account: "duka-ke",
} as const;

export const PAYPAL = {
  clientId: "duka-demo-paypal-client",
  clientSecret: "duka-demo-paypal-secret",
  merchantId: "DUKAMERCHANT1",
  webhookId: "WH-DUKA-DEMO-1",
} as const;

export const STRIPE = {
  secretKey: "sk_test_dukaDemo",
  webhookSecret: "whsec_duka_demo_secret",
  account: "acct_dukaDemo",
} as const;

export const KHALTI = { secretKey: "duka-demo-khalti-key", account: "duka-np" } as const;

/** Resend's API key. */
export const MAIL = { apiKey: "re_demo_key" } as const;

/** Africa's Talking: in its sandbox the username is always the word `sandbox`. */
export const SMS = {
  username: "sandbox",
  apiKey: "demo-sms-key",
  /** Sender names that were approved; any other answers `InvalidSenderId`. Compared without case. */
  senders: ["DUKA"] as readonly string[],
} as const;
