import { z } from "zod";
import { askForLink } from "#db/queries/order-links";
import { countUp } from "#db/queries/users";
import { DomainError, fieldErrors } from "#domain/errors";
import { readPhone } from "#domain/phone";
import { deliverOutbox } from "../notify/deliver-outbox.ts";
import { answers, jsonBody, route, router } from "../route.ts";
import { sign } from "../tokens.ts";

const TRIES = 10;
const WINDOW_MS = 15 * 60_000;
const linkBody = z.strictObject({
  number: z.string().trim().min(1, "The order's number, please: seven letters and digits.").max(20),
  contact: z.string().trim().min(1, "The e-mail or the phone you ordered with.").max(254),
});
const linkView = z.object({ sentence: z.string() });
const SAME_FOR_ALL =
  "If the number and the address belong together, a link is on its way to you now. It may take a minute.";

/** /api/order-links: number and e-mail or phone never open an order; they send a fresh link to the address the order has. */
export const linkRoutes = router().openapi(
  route({
    method: "post",
    path: "/order-links",
    permission: "public",
    summary: "Send the link to an order again",
    request: jsonBody(linkBody),
    responses: answers(202, linkView, "The same answer whether or not anything fits"),
  }),
  async (c) => {
    const { deps } = c.var;
    const { number, contact } = c.req.valid("json");
    const who = sign(deps.config.linkSecret.current, "order-link", c.req.header("CF-Connecting-IP") ?? "").slice(0, 32);
    if ((await countUp(deps.db, `order-link|${who}`, WINDOW_MS, deps.now())) > TRIES) {
      throw new DomainError("too-many-requests", "Too many tries. Please wait a quarter of an hour, or call us.", {
        retryAfterSeconds: WINDOW_MS / 1_000,
      });
    }
    const email = contact.includes("@") ? contact.toLowerCase() : null;
    const phone = email === null ? readPhone(contact, "KE") : null;
    if (phone && "problem" in phone) throw fieldErrors([{ pointer: "/contact", detail: phone.problem }]);
    await askForLink(deps.db, number.toUpperCase().replace(/[^0-9A-Z]/g, ""), email, phone?.e164 ?? null, deps.now());
    deps.later(deliverOutbox(deps));
    return c.json({ sentence: SAME_FOR_ALL }, 202);
  },
);
