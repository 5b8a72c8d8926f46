import { createHash } from "node:crypto";
import type { Deps } from "../deps.ts";
import type { PaymentGateway } from "../payments/gateway.ts";
import { makeToken } from "../tokens.ts";

/** What the token of an address stands for that serves all payments of one account. */
export const applicationId = ({ code, account }: Pick<PaymentGateway, "code" | "account">): string =>
  `app_${createHash("sha256").update(`${code}|${account}`).digest("hex").slice(0, 32)}`;

/** The address to register at a provider that has one for everything (Airtel's callback, M-Pesa's C2B). */
export const applicationAddress = (
  deps: Pick<Deps, "config">,
  gateway: Pick<PaymentGateway, "code" | "account" | "path">,
  kind = "",
): string =>
  `${deps.config.shopUrl}/webhooks/${gateway.path}/${makeToken(deps.config.callbackSecret, "application", applicationId(gateway))}${kind && `/${kind}`}`;
