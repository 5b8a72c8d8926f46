import * as z from "zod";
import { isLoopback } from "../core/loopback.ts";
import { DECISIONS } from "./outcomes.ts";

/** Habits of the simulated Airtel that a test may change, and what a merchant sets in its portal. */
export const airtelSettings = z.strictObject({
  /** The application's one callback address. */
  callbackUrl: z.url().refine(isLoopback, "only addresses of this machine are called"),
  /** False: no callback is ever delivered, only the enquiry tells. */
  deliverCallbacks: z.boolean(),
  /** Callback authentication: off, or the hash over the raw `transaction`, or over the body without the hash. */
  hash: z.enum(["off", "transaction", "body"]),
  /** A callback of this status comes before one that says TS. */
  intermediate: z.enum(["off", "TIP", "TF"]),
  /** Message signing: collect and refund are then v2's alone, and are checked. */
  signing: z.boolean(),
  tokenLifeSeconds: z.number().positive(),
  /** `expires_in` as `"180"`; false: as 180. */
  tokenLifeAsString: z.boolean(),
  /** The enquiry says TIP for so long after the collection, before the clock's scale, whatever the payer did. */
  inProgressMs: z.number().min(0),
  /** How long a prompt stays on the phone, before the clock's scale. */
  promptLifeSeconds: z.number().positive(),
  /** True: collect answers `data.transaction.id: false`. */
  idIsFalse: z.boolean(),
  /** False: good answers say `success: false`. */
  successFlag: z.boolean(),
  /** What certain numbers (nine digits) do by themselves at once. */
  byNumber: z.record(z.string().regex(/^[17]\d{8}$/), z.enum([...DECISIONS, "not-found"])),
});
export type AirtelSettings = z.infer<typeof airtelSettings>;

export const DEFAULT_SETTINGS: AirtelSettings = {
  callbackUrl: new URL("/webhooks/am/not-set-in-the-portal", process.env.SIM_SHOP_URL || "http://127.0.0.1:8787").href,
  deliverCallbacks: true,
  hash: "off",
  intermediate: "off",
  signing: false,
  tokenLifeSeconds: 180,
  tokenLifeAsString: true,
  inProgressMs: 180_000,
  promptLifeSeconds: 120,
  idIsFalse: false,
  successFlag: true,
  byNumber: {},
};
