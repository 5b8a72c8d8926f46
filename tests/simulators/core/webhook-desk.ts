import * as z from "zod";
import { createAlarms } from "./alarms.ts";
import { createCourier, type Delivery, type Told, untold } from "./deliver.ts";
import type { Provider } from "./faults.ts";
import { isLoopback } from "./loopback.ts";
import { type Answer, plainBody, post } from "./post.ts";
import type { SimulatedProvider } from "./provider.ts";
import type { Simulation } from "./simulation.ts";

/** A webhook of a provider that signs them and insists on a 2xx: the exact text, and what became of it. */
export interface Notice {
  readonly id: string;
  readonly type: string;
  /** The payment it is about; null when it is about none. */
  readonly about: string | null;
  readonly at: string;
  readonly text: string;
  readonly told: Told;
}

/** The habits that such providers share. */
export const webhookSettings = z.strictObject({
  /** Where webhooks go: the address that a real merchant types into the dashboard. */
  webhookUrl: z.url().refine(isLoopback, "only addresses of this machine are called"),
  /** False: none is ever delivered, only reads tell. */
  deliverWebhooks: z.boolean(),
  /** How long after the event the first try is. */
  webhookDelayMs: z.int().min(0),
  /** True: the payer is sent back only when the shop has answered the webhook (or 10 s have passed). */
  webhookFirst: z.boolean(),
  /** Waits before each further try while there is no 2xx, before the clock's scale. */
  retrySeconds: z.array(z.number().min(0)),
  /** Every read answers 503. */
  readsDown: z.boolean(),
});
export type WebhookSettings = z.infer<typeof webhookSettings>;

export function defaultWebhookSettings(path: string): WebhookSettings {
  return {
    webhookUrl: new URL(path, process.env.SIM_SHOP_URL || "http://127.0.0.1:8787").href,
    deliverWebhooks: true,
    webhookDelayMs: 0,
    webhookFirst: false,
    retrySeconds: [10, 60, 600],
    readsDown: false,
  };
}

interface Habits {
  readonly settings: () => WebhookSettings;
  readonly type: string;
  readonly sign: (text: string) => Readonly<Record<string, string>>;
  readonly alter: NonNullable<Delivery["alter"]>;
  readonly isWanted: (type: string) => boolean;
}

/** Keeps and delivers one provider's webhooks, and remembers what the books looked like at each. */
export interface WebhookDesk<Picture> {
  /** `then` is what reads would have answered at this moment about the payment. Resolves once delivered or given up. */
  readonly announce: (notice: Omit<Notice, "told">, then: Picture) => Promise<Told>;
  /** Oldest first. */
  readonly all: () => Notice[];
  readonly find: (id: string) => Notice | undefined;
  /** Those about one payment, oldest first. */
  readonly of: (about: string) => readonly Notice[];
  /** A body with headers signed now. @throws Error when there is no such event */
  readonly signed: (id: string) => { body: string; headers: Readonly<Record<string, string>> };
  /** Delivers an event once more, with a new signature. @throws Error when there is no such event */
  readonly resend: (id: string) => Promise<Answer>;
  /** Posts anything once, with whatever headers; nothing of it is kept. */
  readonly post: (text: string, headers: Readonly<Record<string, string>>, url?: string) => Promise<Answer>;
  /** From now on reads about that event's payment answer what was true then; null turns that off for all. @throws Error when there is no such event */
  readonly freeze: (id: string | null) => void;
  readonly frozenAt: () => readonly string[];
  /** What reads are to answer about this payment, where time stands still for it. */
  readonly asOf: (about: string) => Picture | undefined;
  readonly save: () => Notice[];
  readonly load: (saved: Notice[]) => void;
  readonly resume: () => void;
  readonly reset: () => void;
  readonly stop: () => void;
}

const NOTICES_KEPT = 20_000;

export function createWebhookDesk<Picture>(
  simulation: Simulation,
  provider: Provider,
  habits: Habits,
): WebhookDesk<Picture> {
  const { keep, now } = simulation;
  const courier = createCourier(simulation, provider);
  const alarms = createAlarms();
  const notices = new Map<string, Notice>();
  const byPayment = new Map<string, Notice[]>();
  const pictures = new Map<string, string>();
  const frozen = new Map<string, Notice>(); // by payment

  async function announce(notice: Omit<Notice, "told">, then: Picture): Promise<Told> {
    const kept: Notice = { ...notice, told: untold() };
    enter(kept);
    pictures.set(kept.id, JSON.stringify(then));
    forgetOldest();
    keep();
    if (!habits.isWanted(kept.type)) return kept.told;
    const { webhookDelayMs } = habits.settings();
    if (webhookDelayMs > 0) {
      kept.told.state = "waiting";
      kept.told.dueAt = new Date(now().getTime() + webhookDelayMs).toISOString();
      if (!(await alarms.wait(webhookDelayMs))) return kept.told;
      kept.told.dueAt = null;
    }
    return courier.deliver(deliveryOf(kept));
  }

  function deliveryOf(notice: Notice): Delivery {
    const { webhookUrl, deliverWebhooks, retrySeconds } = habits.settings();
    return {
      url: webhookUrl,
      text: notice.text,
      told: notice.told,
      kind: notice.type,
      type: habits.type,
      headers: habits.sign,
      retries: retrySeconds.map((seconds) => seconds * 1000),
      alter: habits.alter,
      isWithheld: !deliverWebhooks,
    };
  }

  function enter(notice: Notice): void {
    notices.set(notice.id, notice);
    const { about } = notice;
    if (about === null) return;
    const others = byPayment.get(about);
    if (others) others.push(notice);
    else byPayment.set(about, [notice]);
  }

  function forgetOldest(): void {
    if (notices.size <= NOTICES_KEPT) return;
    const [oldest] = notices.values();
    if (!oldest) return;
    notices.delete(oldest.id);
    pictures.delete(oldest.id);
    if (oldest.about !== null) byPayment.get(oldest.about)?.shift();
  }

  function demand(id: string): Notice {
    const notice = notices.get(id);
    if (!notice) throw new Error(`There is no event ${id}.`);
    return notice;
  }

  function signed(id: string) {
    const { text } = demand(id);
    return { body: text, headers: { "Content-Type": habits.type, ...habits.sign(text) } };
  }

  return {
    announce,
    all: () => [...notices.values()],
    find: (id) => notices.get(id),
    of: (about) => byPayment.get(about) ?? [],
    signed,
    async resend(id) {
      const { text, told } = demand(id);
      const answer = await post(habits.settings().webhookUrl, plainBody(text, habits.type), habits.sign(text));
      told.statuses.push(answer.status);
      keep();
      return answer;
    },
    post: (text, headers, url = habits.settings().webhookUrl) => post(url, plainBody(text, habits.type), headers),
    freeze(id) {
      if (id !== null && !pictures.has(demand(id).id)) throw new Error(`${id} is of before the restart.`);
      if (id === null) return frozen.clear();
      const notice = demand(id);
      frozen.set(notice.about ?? "", notice);
    },
    frozenAt: () => [...frozen.values()].map(({ id }) => id),
    asOf(about) {
      const notice = frozen.get(about);
      const picture = notice && pictures.get(notice.id);
      return picture === undefined ? undefined : (JSON.parse(picture) as Picture);
    },
    save: () => [...notices.values()],
    load(saved) {
      for (const notice of saved) enter(notice);
    },
    resume() {
      for (const notice of notices.values()) {
        if (notice.told.state === "waiting") void courier.resume(deliveryOf(notice));
      }
    },
    reset() {
      alarms.stop();
      courier.stop();
      notices.clear();
      byPayment.clear();
      pictures.clear();
      frozen.clear();
    },
    stop() {
      alarms.stop();
      courier.stop();
    },
  };
}

const ofEvent = z.strictObject({ eventId: z.string() });
const ofEventOrNone = z.strictObject({ eventId: z.string().nullable() });

/** What a test may do with the events that were: `resend` one, have it freshly signed and unsent, or make time stand still at it. */
export function deskActs(
  desk: Pick<WebhookDesk<never>, "resend" | "signed" | "freeze" | "frozenAt">,
): SimulatedProvider["acts"] {
  return {
    resend: async (body) => desk.resend(ofEvent.parse(body).eventId),
    event: async (body) => desk.signed(ofEvent.parse(body).eventId),
    async freeze(body) {
      desk.freeze(ofEventOrNone.parse(body).eventId);
      return { frozenAt: desk.frozenAt() };
    },
  };
}
