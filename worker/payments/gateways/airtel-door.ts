import { z } from "zod";
import type { AirtelConfig } from "../../config.ts";
import type { Answer, Http } from "../../http.ts";
import type { AccessToken, Tokens } from "../../objects/token-keeper.ts";
import { codeOf, SIGNATURE_MISMATCH } from "./airtel-replies.ts";
import { readSigningKey, type SigningKey, signatureOf } from "./airtel-signing.ts";
import { isIll, parseJson } from "./answers.ts";

/** A request that never left, for want of a token or of a key. */
export class NotSent extends Error {
  /** It was Airtel that did not work, and not our credentials. */
  readonly trouble: boolean;
  constructor(why: string, trouble: boolean) {
    super(why);
    this.name = "NotSent";
    this.trouble = trouble;
  }
}

/** Requests to Airtel, with its token and, where the application is set so, signed. @throws {NotSent}, or what `http` throws on silence */
export interface AirtelDoor {
  get(path: string): Promise<Answer>;
  post(path: string, body: unknown): Promise<Answer>;
}

const DOCUMENTED_TOKEN_LIFE = 180; // seconds; numbers and text are both seen
const tokenReply = z.object({
  access_token: z.string().min(1).max(8_000),
  expires_in: z.coerce.number().positive().catch(DOCUMENTED_TOKEN_LIFE),
});

const held = new Map<string, SigningKey>(); // this isolate's, by application

export function airtelDoor(config: AirtelConfig, http: Http, tokens: Tokens): AirtelDoor {
  async function mint(): Promise<AccessToken> {
    const { clientId: client_id, clientSecret: client_secret } = config;
    const reply = await http(`${config.baseUrl}/auth/oauth2/token`, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "*/*" },
      body: JSON.stringify({ client_id, client_secret, grant_type: "client_credentials" }),
    });
    const token = tokenReply.safeParse(parseJson(reply.text));
    if (reply.status !== 200 || !token.success)
      throw new NotSent("Airtel gave no access token.", isIll(reply.status) || reply.status === 429);
    return { value: token.data.access_token, expiresAt: Date.now() + token.data.expires_in * 1_000 };
  }
  const token = (stale?: string): Promise<string> =>
    tokens.get(mint, stale).catch((error: unknown) => {
      throw error instanceof NotSent ? error : new NotSent("Airtel gave no access token.", true);
    });

  /** One more try when the token turns out stale, which Airtel says before it does anything. */
  async function send(path: string, signed: Record<string, string>, body?: string): Promise<Answer> {
    const once = (bearer: string) =>
      http(`${config.baseUrl}${path}`, {
        method: body === undefined ? "GET" : "POST",
        headers: {
          Authorization: `Bearer ${bearer}`,
          "X-Country": "KE",
          "X-Currency": "KES",
          "Content-Type": "application/json",
          Accept: "*/*",
          ...signed,
        },
        ...(body === undefined ? {} : { body }),
      });
    const bearer = await token();
    const reply = await once(bearer);
    return isStale(reply) ? once(await token(bearer)) : reply;
  }

  const application = `${config.baseUrl} ${config.clientId}`;
  async function sign(body: string): Promise<Record<string, string>> {
    const known = held.get(application);
    const key = known && known.until > Date.now() ? known : await fetchKey();
    held.set(application, key);
    return signatureOf(body, key.pem).catch(() => {
      held.delete(application);
      throw new NotSent("Airtel's key cannot be used.", true);
    });
  }
  async function fetchKey(): Promise<SigningKey> {
    const reply = await send("/v1/rsa/encryption-keys", {}).catch((error: unknown) => {
      throw error instanceof NotSent ? error : new NotSent("Airtel gave no key to sign for.", true);
    });
    const key = readSigningKey(reply, Date.now());
    if (!key) throw new NotSent("Airtel gave no key to sign for.", isIll(reply.status) || reply.status === 429);
    return key;
  }

  return {
    get: (path) => send(path, {}),
    async post(path, body) {
      const text = JSON.stringify(body);
      if (!config.signing) return send(path, {}, text);
      const reply = await send(path, await sign(text), text);
      if (codeOf(reply) !== SIGNATURE_MISMATCH) return reply;
      held.delete(application); // Airtel may have changed its key; a signature that does not fit is turned away before anything
      return send(path, await sign(text), text);
    },
  };
}

const isStale = ({ status, text }: Answer): boolean => status === 401 || /invalid access token/i.test(text);
