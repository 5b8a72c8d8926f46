import type { PlacedView, QuoteView } from "#domain/checkout/schema";
import type { PaymentView } from "#domain/orders/schema";
import type { GatewayCode } from "#domain/payments/names";

export interface Reply<T> {
  readonly status: number;
  readonly body: T;
  readonly headers: Headers;
  readonly text: string;
}

/** A problem document, as far as tests look at it. */
export interface Problem {
  readonly type: string;
  readonly status: number;
  readonly detail?: string;
  readonly errors?: readonly { pointer: string; detail: string }[];
  readonly [extension: string]: unknown;
}

export interface Wanted {
  readonly market?: string;
  readonly method?: GatewayCode;
  readonly phone?: string;
  readonly name?: string;
  readonly email?: string;
  readonly delivery?: "rider" | "collect" | "courier" | "download";
  readonly key?: string;
}

/** A phone that can be charged, where one is. */
const PHONES: Partial<Record<GatewayCode, string>> = { mpesa: "0712345678", airtel: "0733123456" };

let addresses = 0;

/** A browser's view of the shop over HTTP: its own address, its own cookies, the shop's Origin. */
export class Client {
  readonly shopUrl: string;
  readonly address: string;
  readonly #cookies = new Map<string, string>();

  constructor(
    shopUrl: string,
    address = `10.${(addresses >> 16) & 255}.${(addresses >> 8) & 255}.${addresses++ & 255}`,
  ) {
    this.shopUrl = shopUrl;
    this.address = address;
  }

  async send<T = Problem>(
    method: string,
    path: string,
    init: { body?: unknown; headers?: Record<string, string>; rawBody?: string | FormData } = {},
  ): Promise<Reply<T>> {
    const response = await overFreshLine(`${this.shopUrl}${path}`, {
      method,
      redirect: "manual",
      headers: {
        ...(method === "GET" ? {} : { Origin: this.shopUrl }),
        "CF-Connecting-IP": this.address,
        ...(init.body === undefined ? {} : { "Content-Type": "application/json" }),
        ...(this.#cookies.size > 0
          ? { Cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ") }
          : {}),
        ...init.headers,
      },
      ...(init.body === undefined
        ? init.rawBody === undefined
          ? {}
          : { body: init.rawBody }
        : { body: JSON.stringify(init.body) }),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = "", ...attributes] = cookie.split(";");
      const at = pair.indexOf("=");
      const gone = attributes.some((one) => /max-age=0\b/i.test(one)) || pair.slice(at + 1) === "";
      if (gone) this.#cookies.delete(pair.slice(0, at));
      else this.#cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: (/json/.test(response.headers.get("Content-Type") ?? "") ? JSON.parse(text) : null) as T,
    };
  }

  /** An answer as it came, for bodies that are no text. */
  raw = (path: string): Promise<Response> =>
    overFreshLine(`${this.shopUrl}${path}`, {
      redirect: "manual",
      headers: {
        "CF-Connecting-IP": this.address,
        Cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; "),
      },
    });

  get = <T = Problem>(path: string) => this.send<T>("GET", path);
  post = <T = Problem>(path: string, body: unknown, headers: Record<string, string> = {}) =>
    this.send<T>("POST", path, { body, headers });

  async quote(lines: readonly { variantId: string; quantity: number }[], market = "ke"): Promise<QuoteView> {
    const reply = await this.post<QuoteView>("/api/quote", { market, lines });
    if (reply.status !== 200) throw new Error(`quote: ${reply.status} ${reply.text}`);
    return reply.body;
  }

  /** The body of an order from a quote, as the checkout page makes it. */
  orderBody(quote: QuoteView, wanted: Wanted = {}) {
    const delivery =
      quote.deliveryMethods.find((method) => method.kind === (wanted.delivery ?? "collect")) ??
      quote.deliveryMethods[0];
    return {
      quote: quote.quote,
      quoteHash: quote.quoteHash,
      deliveryMethodId: delivery?.id ?? "",
      paymentMethod: wanted.method ?? "mpesa",
      ...(PHONES[wanted.method ?? "mpesa"] ? { paymentPhone: wanted.phone ?? PHONES[wanted.method ?? "mpesa"] } : {}),
      contact: { name: wanted.name ?? "Amina Otieno", email: wanted.email ?? "amina@example.co.ke" },
      ...(delivery?.needsAddress ? { address: { street: "Jacaranda Court B4", region: "Nairobi", note: "" } } : {}),
    };
  }

  place = (body: unknown, key: string = crypto.randomUUID()) =>
    this.post<PlacedView & Problem>("/api/orders", body, { "Idempotency-Key": key });

  async buy(lines: readonly { variantId: string; quantity: number }[], wanted: Wanted = {}): Promise<PlacedView> {
    const placed = await this.place(this.orderBody(await this.quote(lines, wanted.market), wanted), wanted.key);
    if (placed.status !== 201) throw new Error(`order: ${placed.status} ${placed.text}`);
    return placed.body;
  }

  payment = async (token: string): Promise<PaymentView> =>
    (await this.get<PaymentView>(`/api/orders/${token}/payment`)).body;

  async signIn(email = "wanjiru@duka.example", password = "karibu-duka"): Promise<this> {
    const reply = await this.post("/api/session", { email, password });
    if (reply.status !== 201) throw new Error(`sign in: ${reply.status} ${reply.text}`);
    return this;
  }
}

/** A kept-alive connection that the server has just closed fails at once and before anything was read: it is tried once more. */
async function overFreshLine(url: string, init: RequestInit): Promise<Response> {
  const began = performance.now();
  return fetch(url, init).catch((error: unknown) => {
    const cause = error instanceof Error ? (error.cause as { code?: string } | undefined) : undefined;
    if (!["ECONNRESET", "UND_ERR_SOCKET"].includes(cause?.code ?? "") || performance.now() - began > 100) throw error;
    return fetch(url, init);
  });
}
