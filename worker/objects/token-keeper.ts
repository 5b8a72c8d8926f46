import { DurableObject } from "cloudflare:workers";
import type { Bindings } from "../env.ts";

/** An access token of a provider and until when it may be used, unix ms. */
export interface AccessToken {
  readonly value: string;
  readonly expiresAt: number;
}

const FAILED_MS = 3_000; // after a mint that failed nobody tries again for so long: they are told at once

/** One token for the whole shop: a provider whose new token ends the old one must not be asked by each isolate for itself. */
export class TokenKeeper extends DurableObject<Bindings> {
  #token: AccessToken | null = null;
  #failedUntil = 0;
  #minting: { readonly until: number } | null = null;

  /** The present token, unless it is `stale` (the one a provider just refused) or about to expire. */
  current(stale: string | null): AccessToken | null {
    const usable = this.#token && this.#token.value !== stale && this.#token.expiresAt > Date.now() + 60_000;
    return usable ? this.#token : null;
  }

  /** `true`: you mint; the others wait until you `keep` or ten seconds have passed. */
  async mayMint(stale: string | null): Promise<boolean> {
    while (this.#minting && this.#minting.until > Date.now()) await new Promise((resolve) => setTimeout(resolve, 50));
    if (this.current(stale) || this.#failedUntil > Date.now()) return false;
    this.#minting = { until: Date.now() + 10_000 };
    return true;
  }

  keep(token: AccessToken | null): void {
    if (token) this.#token = token;
    else this.#failedUntil = Date.now() + FAILED_MS;
    this.#minting = null;
  }
}

export interface Tokens {
  /** A usable token, minted by `mint` when nobody has one. */
  get(mint: () => Promise<AccessToken>, stale?: string | null): Promise<string>;
}

const held = new Map<string, AccessToken>(); // this isolate's copy, so that a call costs no extra hop

export function tokenKeeper(env: Bindings, name: string): Tokens {
  const keeper = () => env.TOKEN_KEEPER.get(env.TOKEN_KEEPER.idFromName(name));
  return {
    async get(mint, stale = null) {
      const mine = held.get(name);
      if (mine && mine.value !== stale && mine.expiresAt > Date.now() + 60_000) return mine.value;
      const known = (await keeper().current(stale)) ?? null;
      if (known) {
        held.set(name, known);
        return known.value;
      }
      if (!(await keeper().mayMint(stale))) {
        const fresh = await keeper().current(stale);
        if (!fresh) throw new Error("no access token is to be had right now");
        held.set(name, fresh);
        return fresh.value;
      }
      let minted: AccessToken | null = null;
      try {
        minted = await mint();
        held.set(name, minted);
        return minted.value;
      } finally {
        await keeper().keep(minted);
      }
    },
  };
}
