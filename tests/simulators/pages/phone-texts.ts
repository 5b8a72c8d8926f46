import { findMessages } from "../core/find-messages.ts";
import type { Prompt } from "../core/prompt.ts";
import type { World } from "../core/world.ts";

/** A text on a phone. */
export interface PhoneText {
  readonly from: string;
  readonly at: string;
  readonly text: string;
}

/** What the phone received, newest first: the shop's texts, and those of whoever keeps the money. */
export function phoneTexts(world: World, phone: string, prompts: readonly Prompt[]): PhoneText[] {
  const fromShop = findMessages(world, { to: phone, channel: "sms" }).map(({ from, at, text }) => ({ from, at, text }));
  const fromWallets = prompts.flatMap(({ text }) => text ?? []);
  return [...fromShop, ...fromWallets].sort((one, other) => other.at.localeCompare(one.at));
}
