import { z } from "zod";
import type { MpesaConfig } from "../../config.ts";
import type { Answer, Http } from "../../http.ts";
import type { AccessToken, Tokens } from "../../objects/token-keeper.ts";
import { parseJson } from "./answers.ts";

/** A request that never left, for want of a token. */
export class NotSent extends Error {
  constructor(why: string) {
    super(why);
    this.name = "NotSent";
  }
}

/** Requests to Daraja, with its token. @throws {NotSent}, or what `http` throws on silence */
export interface MpesaDoor {
  post(path: string, body: unknown): Promise<Answer>;
  get(path: string, query: Readonly<Record<string, string>>): Promise<Answer>;
}

const STALE_TOKEN = new Set(["404.001.03", "401.003.01", "400.003.01", "401.001"]); // the last is Pull's own word
const tokenReply = z.object({ access_token: z.string().min(1), expires_in: z.coerce.number().positive() });
const errorReply = z.object({ errorCode: z.string(), errorMessage: z.string().default("") });

/** Daraja's way to say no, in any answer that is one. */
export const readError = (reply: Answer): z.infer<typeof errorReply> | null =>
  errorReply.safeParse(parseJson(reply.text)).data ?? null;

export function mpesaDoor(config: MpesaConfig, http: Http, tokens: Tokens): MpesaDoor {
  async function mint(): Promise<AccessToken> {
    const basic = Buffer.from(`${config.consumerKey}:${config.consumerSecret}`).toString("base64");
    const reply = await http(`${config.baseUrl}/oauth/v1/generate?grant_type=client_credentials`, {
      headers: { Authorization: `Basic ${basic}` },
    });
    const token = tokenReply.safeParse(parseJson(reply.text));
    if (reply.status !== 200 || !token.success) throw new NotSent("M-Pesa gave no access token.");
    return { value: token.data.access_token, expiresAt: Date.now() + token.data.expires_in * 1_000 };
  }
  const token = (stale?: string): Promise<string> =>
    tokens.get(mint, stale).catch((error: unknown) => {
      throw new NotSent(error instanceof Error ? error.message : "M-Pesa gave no access token.");
    });

  /** One more try when the token turns out stale, which Daraja says before it does anything. */
  async function send(path: string, body?: unknown): Promise<Answer> {
    const once = (bearer: string) =>
      http(`${config.baseUrl}${path}`, {
        method: body === undefined ? "GET" : "POST",
        headers: { Authorization: `Bearer ${bearer}`, "Content-Type": "application/json" },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    const bearer = await token();
    const reply = await once(bearer);
    return STALE_TOKEN.has(readError(reply)?.errorCode ?? "") ? once(await token(bearer)) : reply;
  }

  return {
    post: (path, body) => send(path, body),
    get: (path, query) => send(`${path}?${new URLSearchParams(query)}`),
  };
}

const MINUTE = 60_000;
const OFFSET = 3 * 60 * MINUTE; // UTC+3, where there is no daylight saving

/** YYYYMMDDHHmmss in East Africa. */
export const eastAfricaTime = (at: number): string =>
  new Date(at + OFFSET).toISOString().replace(/\D/g, "").slice(0, 14);

/** The moment that fourteen digits of East Africa's clock mean; `null` when they mean none. */
export function readEastAfricaTime(digits: string | number): number | null {
  const [, ...parts] = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(String(digits)) ?? [];
  const [year, month, day, hour, minute, second] = parts;
  const at = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`) - OFFSET;
  return Number.isNaN(at) ? null : at;
}

export const password = (shortCode: string, passkey: string, timestamp: string): string =>
  Buffer.from(`${shortCode}${passkey}${timestamp}`).toString("base64");

/** Who asks for a push or about one. */
export function pushCredentials({ shortCode, passkey }: MpesaConfig, now: number) {
  const timestamp = eastAfricaTime(now);
  return {
    BusinessShortCode: shortCode,
    Password: password(shortCode, passkey, timestamp),
    Timestamp: timestamp,
  };
}

/** "254712···678": what staff read of a number. */
export const maskNumber = (phone: string): string => `${phone.slice(0, 6)}···${phone.slice(-3)}`;
