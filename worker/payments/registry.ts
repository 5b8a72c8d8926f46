import type { GatewayCode } from "#domain/payments/names";
import type { Config } from "../config.ts";
import type { Bindings } from "../env.ts";
import type { Http } from "../http.ts";
import { tokenKeeper } from "../objects/token-keeper.ts";
import type { PaymentGateway } from "./gateway.ts";
import { airtel } from "./gateways/airtel.ts";
import { bankTransfer } from "./gateways/bank-transfer.ts";
import { khalti } from "./gateways/khalti.ts";
import { mpesa } from "./gateways/mpesa.ts";
import { onDelivery } from "./gateways/on-delivery.ts";
import { paypal } from "./gateways/paypal/index.ts";
import { stripe } from "./gateways/stripe/index.ts";

export interface Gateways {
  get(code: GatewayCode): PaymentGateway | undefined;
  /** By the neutral name in a callback's address. */
  at(path: string): PaymentGateway | undefined;
  /** What can be asked about now. */
  readonly accounts: readonly { readonly gateway: string; readonly mode: string; readonly account: string }[];
}

/** The ways to pay of this shop: one line each. A gateway without its configuration is absent, and its callback address is a 404. */
export function gatewaysOf(config: Config, http: Http, env: Bindings): Gateways {
  const present: PaymentGateway[] = [
    ...(config.mpesa ? [mpesa(config.mpesa, http, tokenKeeper(env, "mpesa"), config.planScale)] : []),
    ...(config.paypal ? [paypal(config.paypal, http, tokenKeeper(env, "paypal"), config.planScale)] : []),
    ...(config.stripe ? [stripe(config.stripe, http, config.planScale)] : []),
    ...(config.documentSecret ? [bankTransfer()] : []),
    ...(config.airtel ? [airtel(config.airtel, http, tokenKeeper(env, "airtel"), config.planScale)] : []),
    ...(config.khalti ? [khalti(config.khalti, http, config.planScale)] : []),
    onDelivery(),
  ];
  return {
    accounts: present.map(({ code, mode, account }) => ({ gateway: code, mode, account })),
    get: (code) => present.find((gateway) => gateway.code === code),
    at: (path) => present.find((gateway) => gateway.path === path && (gateway.readCallback || gateway.readEvent)),
  };
}
