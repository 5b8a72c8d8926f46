import { randomBytes } from "node:crypto";
import type { Simulation } from "../core/simulation.ts";
import { PAYPAL } from "../credentials.ts";

/** Access tokens: any number may be valid at once. */
export interface Tokens {
  readonly mint: (lifeSeconds: number) => string;
  readonly isValid: (token: string) => boolean;
  readonly clear: () => void;
  readonly save: () => [token: string, expiresAt: number][];
  readonly load: (saved: [token: string, expiresAt: number][]) => void;
}

const TOKENS_KEPT = 1_000;

export function createTokens({ now, keep, clockScale }: Simulation): Tokens {
  const tokens = new Map<string, number>();
  return {
    mint(lifeSeconds) {
      const token = `A21AA${randomBytes(36).toString("base64url")}`;
      tokens.set(token, now().getTime() + lifeSeconds * 1000 * clockScale);
      const [oldest = ""] = tokens.keys();
      if (tokens.size > TOKENS_KEPT) tokens.delete(oldest);
      keep();
      return token;
    },
    isValid: (token) => (tokens.get(token) ?? 0) > now().getTime(),
    clear: () => tokens.clear(),
    save: () => [...tokens],
    load(saved) {
      for (const [token, expiresAt] of saved) tokens.set(token, expiresAt);
    },
  };
}

/** Whether a Basic header has the client's id and secret. */
export function isClient(authorization = ""): boolean {
  return authorization === `Basic ${btoa(`${PAYPAL.clientId}:${PAYPAL.clientSecret}`)}`;
}
