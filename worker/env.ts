import type { CheckoutDesk } from "./objects/checkout-desk.ts";
import type { TokenKeeper } from "./objects/token-keeper.ts";

/** What the platform gives the Worker. Every name is explained in docs/configuration.md. */
export interface Bindings {
  readonly ASSETS: Fetcher;
  readonly IMAGES: R2Bucket;
  readonly PAGES: R2Bucket;
  readonly DOCUMENTS: R2Bucket;
  readonly CHECKOUT_DESK: DurableObjectNamespace<CheckoutDesk>;
  readonly TOKEN_KEEPER: DurableObjectNamespace<TokenKeeper>;
  readonly [variable: string]: unknown;
  readonly SHOP_ENV: "dev" | "preview" | "production";
  readonly DATABASE_URL: string;
  readonly DATABASE_AUTH_TOKEN?: string;
  readonly SHOP_URL: string;
  /** Written into the built wrangler.json by the build. */
  readonly BUILD_ID: string;
  readonly BUILD_COUNTER: string;
  readonly CSP: string;
}
