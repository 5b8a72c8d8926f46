import type { MpesaConfig } from "../../config.ts";
import type { Deps } from "../../deps.ts";
import { tokenKeeper } from "../../objects/token-keeper.ts";
import { makeToken } from "../../tokens.ts";
import type { PaymentGateway } from "../gateway.ts";
import { type MpesaDoor, mpesaDoor } from "../gateways/mpesa-door.ts";

/** M-Pesa as it is configured now, for what is asked beside a payment. */
export interface Daraja {
  readonly config: MpesaConfig;
  readonly gateway: PaymentGateway;
  readonly door: MpesaDoor;
}

export function darajaOf(deps: Deps): Daraja | null {
  const { mpesa: config } = deps.config;
  const gateway = deps.gateways.get("mpesa");
  if (!config || !gateway) return null;
  return { config, gateway, door: mpesaDoor(config, deps.http, tokenKeeper(deps.env, "mpesa")) };
}

/** The address made for the answer to one question. */
export const answerAddress = (deps: Deps, gateway: PaymentGateway, inquiryId: string, kind: string): string =>
  `${deps.config.shopUrl}/webhooks/${gateway.path}/${makeToken(deps.config.callbackSecret, "inquiry", inquiryId)}/${kind}`;
