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

/** Resend's API key. */
export const MAIL = { apiKey: "re_demo_key" } as const;

/** Africa's Talking: in its sandbox the username is always the word `sandbox`. */
export const SMS = {
  username: "sandbox",
  apiKey: "demo-sms-key",
  /** Sender names that were approved; any other answers `InvalidSenderId`. Compared without case. */
  senders: ["DUKA"] as readonly string[],
} as const;
