import type { Message, World } from "./world.ts";

/** Mails and SMS, newest first. `to` is a whole address without regard to case, or a phone with or without its plus. */
export function findMessages(
  world: World,
  { to, channel }: { to?: string | undefined; channel?: Message["channel"] | undefined },
): Message[] {
  const wanted = to === undefined ? undefined : plain(to);
  return world.messages
    .filter(
      (message) =>
        (!channel || message.channel === channel) && (!wanted || message.to.some((one) => plain(one) === wanted)),
    )
    .reverse();
}

/** `Amina <Amina@example.com>` → `amina@example.com`, `+254 712…` → `254712…` */
function plain(address: string): string {
  const bare = /<([^<>]+)>$/.exec(address)?.[1] ?? address;
  return bare.includes("@") ? bare.trim().toLowerCase() : bare.replaceAll(/[+\s]/g, "");
}
