import { randomBytes, randomInt } from "node:crypto";
import { expect, vi } from "vitest";
import { type Money, money } from "#domain/money";
import type { FaultName, Phase } from "#tests/simulators/core/faults";
import type { SimulatedPayment, StatementLine } from "#tests/simulators/core/provider";
import { type Answer, type Http, outbound } from "#worker/http";
import type { Tokens } from "#worker/objects/token-keeper";
import type {
  Addresses,
  Attempt,
  CapturedReport,
  Claim,
  Opened,
  PaymentGateway,
  PaymentReport,
  ProviderEvent,
  Refund,
  Wire,
} from "#worker/payments/gateway";
import type { Conforming, Json, WireHabits } from "./conforming.ts";
import type { Ground, Heard, Payments, Statement } from "./ground.ts";

/** A request that went out of the shop. */
export interface Sent {
  readonly line: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What the shop makes of a request: an answer of the provider, a claim that makes it ask, or nothing. */
export type Understood =
  | { readonly how: "news"; readonly event: ProviderEvent }
  | { readonly how: "claim"; readonly claim: Claim }
  | { readonly how: "nothing" };

let lines = randomInt(100_000);

/** One adapter, one case: the adapter over the shop's own door, an attempt, the payer, and the simulated provider behind. */
export class Bench {
  readonly ground: Ground;
  readonly spec: Conforming;
  readonly gateway: PaymentGateway;
  readonly wires: Wire[] = [];
  readonly sent: Sent[] = [];
  readonly planScale: number;
  /** As the books would have it. */
  attempt: Attempt;
  /** How long the shop waits for an answer; by default as long as it always does. */
  patienceMs: number | undefined;
  readonly #door: Http;
  readonly #bent = new Map<Phase, (reply: Answer) => Answer>();
  readonly #answers = new Map<Phase, string>();
  readonly #undo: object[] = [];

  private constructor(ground: Ground, spec: Conforming, planScale: number, isStranger: boolean) {
    this.ground = ground;
    this.spec = spec;
    this.planScale = planScale;
    this.#door = outbound(new Set([new URL(ground.url).host, DEAD_END]));
    this.gateway = this.rebuilt({ isStranger });
    this.attempt = this.#born({});
  }

  static async open(ground: Ground, spec: Conforming, planScale = 1, isStranger = false): Promise<Bench> {
    const bench = new Bench(ground, spec, planScale, isStranger);
    if (spec.wire) {
      const settings = spec.wire.settings(ground.earUrl);
      await ground.control("auto", { provider: spec.wire.provider, settings });
    }
    return bench;
  }

  /** The same adapter once more: with a stranger's secret, or where nobody listens. */
  rebuilt({ isStranger = false, url = this.ground.url, planScale = this.planScale }): PaymentGateway {
    return this.spec.build({ url, http: this.#http, tokens: keeper(), planScale }, isStranger);
  }

  readonly log = (wire: Wire): void => void this.wires.push(wire);

  get habits(): WireHabits {
    if (!this.spec.wire) throw new Error(`${this.spec.code} has no provider.`);
    return this.spec.wire;
  }

  /** Addresses of ours, the callback being the ear. */
  get addresses(): Addresses {
    const back = `${this.ground.earUrl}/back/${this.attempt.id}`;
    const callback = `${this.ground.earUrl}/callback/${this.attempt.id}`;
    return { callback, back, cancel: `${back}/cancelled`, shop: this.ground.earUrl };
  }

  /** A further attempt, of another order and another payer. */
  fresh(changes: Partial<Attempt> = {}): Attempt {
    this.attempt = this.#born(changes);
    return this.attempt;
  }

  #born(changes: Partial<Attempt>): Attempt {
    const { wire } = this.spec;
    const id = `pay_${randomBytes(16).toString("hex")}`;
    const phone = wire?.phones ? `+2547${wire.provider === "airtel" ? 3 : 1}${String(++lines).padStart(7, "0")}` : null;
    return {
      id,
      orderId: "ord_1",
      gateway: this.spec.code,
      reference: `${id.slice(4, 11).toUpperCase()}-1`,
      account: this.gateway.account,
      amount: money(wire?.amountMinor ?? 100_000, wire?.currency ?? "KES"),
      phone,
      providerReference: null,
      providerOther: null,
      wire: {},
      expiresAt: null,
      submittedAt: null,
      declines: 0,
      ...changes,
    };
  }

  /** Sends the request to collect, and keeps what came of it as the books do. */
  async open(gateway: PaymentGateway = this.gateway): Promise<Opened> {
    const now = Date.now();
    if (this.attempt.submittedAt === null) {
      const wire = gateway.prepare(this.attempt, this.addresses, now);
      this.attempt = { ...this.attempt, wire, submittedAt: now };
    }
    const opened = await gateway.open(this.attempt, this.addresses, this.log);
    if (opened.status === "open") {
      const { providerReference, providerOther, expiresAt = null } = opened;
      this.attempt = { ...this.attempt, providerReference, providerOther, expiresAt };
    }
    return opened;
  }

  /** As `open`, where it must go well. */
  async opened(): Promise<Extract<Opened, { status: "open" }>> {
    const opened = await this.open();
    if (opened.status !== "open") throw new Error(`not open: ${JSON.stringify(opened)}`);
    return opened;
  }

  look = (): Promise<PaymentReport> => this.gateway.lookUp(this.attempt, this.log);

  /** Asks, and takes what the payer approved, as the core does. */
  async settle(): Promise<PaymentReport> {
    const seen = await this.look();
    const report =
      seen.status === "approved" && this.gateway.capture ? await this.gateway.capture(this.attempt, this.log) : seen;
    if (report.status === "declined") this.attempt = { ...this.attempt, declines: this.attempt.declines + 1 };
    if (report.status === "captured" && report.providerOther)
      this.attempt = { ...this.attempt, providerOther: report.providerOther };
    return report;
  }

  /** Asked for, approved, and known to be paid. */
  async paid(): Promise<CapturedReport> {
    await this.opened();
    await this.decide("approve");
    const report = await this.settle();
    if (report.status !== "captured") throw new Error(`not captured: ${JSON.stringify(report)}`);
    const [there] = await this.there();
    this.attempt = { ...this.attempt, receipt: (there?.receipt as string | undefined) ?? report.receipt };
    return report;
  }

  /** What the payer does. Resolves when whoever is told has been told. */
  decide = (decision: string): Promise<unknown> =>
    this.ground.control("decide", { ...this.#words(), decision, wait: true });

  act = <T = Json>(action: string, body: object = {}): Promise<T> =>
    this.ground.control<T>("act", { provider: this.habits.provider, action, ...body });

  #words() {
    return { provider: this.habits.provider, ...this.habits.which(this.attempt) };
  }

  /** The provider's payments for this attempt. */
  async there(): Promise<readonly SimulatedPayment[]> {
    const query = new URLSearchParams(this.#words() as Record<string, string>);
    return (await this.ground.control<Payments>(`payments?${query}`)).payments;
  }

  /** The provider's own books about this attempt's money. */
  async moved(kind: StatementLine["kind"]): Promise<readonly StatementLine[]> {
    const { lines: all } = await this.ground.control<Statement>(`statement?provider=${this.habits.provider}`);
    const [there] = await this.there();
    const names = [this.attempt.id, this.attempt.reference, there?.id].filter((one) => one !== undefined);
    return all.filter((line) => line.kind === kind && names.includes(line.ourRef));
  }

  /** The next request of that phase goes wrong so; a short while stands for a long one. */
  fault = (phase: Phase, fault: FaultName, more: object = {}): Promise<unknown> =>
    this.ground.control("faults", {
      provider: this.habits.provider,
      phase,
      fault,
      ...BRIEFLY[fault],
      ...more,
    });

  /** Faults of this provider that were ordered and did not strike. */
  async unstruck(): Promise<readonly object[]> {
    const { faults } = await this.ground.control<{ faults: { provider: string }[] }>("faults");
    return faults.filter(({ provider }) => provider === this.spec.wire?.provider);
  }

  /** Changes habits of the simulator until the case is over. */
  async habit(settings: object): Promise<void> {
    const { provider } = this.habits;
    const now = await this.ground.control<{ settings: Record<string, unknown> }>(`auto?provider=${provider}`);
    this.#undo.push(Object.fromEntries(Object.keys(settings).map((name) => [name, now.settings[name]])));
    await this.ground.control("auto", { provider, settings });
  }

  /** Every good answer of that phase is changed on its way; null ends it. */
  bend(phase: Phase, change: ((answer: Json) => Json) | null): void {
    if (!change) this.#bent.delete(phase);
    else
      this.#bent.set(phase, (reply) => ({
        ...reply,
        text: JSON.stringify(change(structuredClone(parsed(reply.text)))),
      }));
  }

  /** From now on requests of that phase are answered with this body, and reach nobody; null ends it. */
  answer(phase: Phase, text: string | null): void {
    if (text === null) this.#answers.delete(phase);
    else this.#answers.set(phase, text);
  }

  /** The body of the last answer to a request of that phase. */
  said = (phase: Phase): string => this.#said.get(phase) ?? "";
  readonly #said = new Map<Phase, string>();

  /** The requests of one phase, in order. */
  sentFor = (phase: Phase): readonly Sent[] => this.sent.filter(({ line }) => this.habits.phases[phase]?.test(line));

  readonly #http: Http = async (url, init) => {
    const { method = "GET", headers = {}, body = "" } = init;
    const { pathname, search } = new URL(url);
    const line = `${method} ${pathname}${search}`;
    this.sent.push({ line, headers, body });
    const phase = Object.entries(this.spec.wire?.phases ?? {}).find(([, fits]) => fits.test(line))?.[0] as Phase;
    const instead = this.#answers.get(phase);
    if (instead !== undefined) return { status: 200, text: instead };
    const patience = this.patienceMs === undefined ? {} : { timeoutMs: this.patienceMs };
    const reply = await this.#door(url, { ...init, ...patience });
    this.#said.set(phase, reply.text);
    return this.#bent.get(phase)?.(reply) ?? reply;
  };

  /** What providers called out about this attempt, oldest first. */
  heard(): readonly Heard[] {
    const { id, providerReference, providerOther, wire } = this.attempt;
    const names = [id, providerReference, providerOther, wire.transactionId].filter(
      (one) => typeof one === "string" && one !== "",
    );
    return this.ground.heard.filter(({ path, body }) => names.some((name) => `${path} ${body}`.includes(String(name))));
  }

  /** Waits until something was called out that fits. */
  async hear(fits: (heard: Heard) => boolean = () => true): Promise<Heard> {
    return vi.waitFor(
      () => {
        const found = this.heard().findLast(fits);
        if (!found) throw new Error("nothing was heard");
        return found;
      },
      { timeout: 5_000, interval: 10 },
    );
  }

  /** What the shop makes of a request. */
  async understand({ headers, body }: Pick<Heard, "headers" | "body">): Promise<Understood> {
    const { verifyEvent, readEvent, readCallback } = this.gateway;
    if (verifyEvent && readEvent) {
      const event = (await verifyEvent({ headers, body })) === "signed" ? readEvent(body) : null;
      return event ? { how: "news", event } : { how: "nothing" };
    }
    const claim = readCallback?.(body) ?? null;
    return claim ? { how: "claim", claim } : { how: "nothing" };
  }

  /** A refund of what was captured. */
  refundOf({ providerRef, captured }: CapturedReport, amountMinor = captured.amountMinor): Refund {
    return {
      id: `ref_${randomBytes(16).toString("hex")}`,
      amount: money(amountMinor, captured.currency) satisfies Money,
      capture: { providerRef, amount: captured },
      isWhole: amountMinor === captured.amountMinor,
      reason: "A kettle came back",
      providerReference: null,
      providerOther: null,
      submittedAt: null,
    };
  }

  giveBack = (refund: Refund) =>
    this.#refunding().send(refund, this.attempt, `${this.ground.earUrl}/refunds/${refund.id}/result`, this.log);
  askOf = (refund: Refund) => this.#refunding().lookUp?.(refund, this.attempt, this.log);
  listOf = (captureRef: string) => this.#refunding().list?.(captureRef, this.attempt, this.log);

  #refunding() {
    if (!this.gateway.refunds) throw new Error(`${this.spec.code} gives nothing back by itself.`);
    return this.gateway.refunds;
  }

  /** Puts the simulator's habits back. @throws Error when a fault never struck: the case then showed nothing */
  async close(): Promise<void> {
    const { wire } = this.spec;
    if (!wire) return;
    for (const settings of this.#undo.reverse())
      await this.ground.control("auto", { provider: wire.provider, settings });
    expect(await this.unstruck()).toEqual([]);
  }
}

/** An address of this machine where nobody listens. */
export const DEAD_END = "127.0.0.1:9";

const BRIEFLY: Partial<Record<FaultName, object>> = {
  "timeout-before-effect": { ms: 20 },
  "timeout-after-effect": { ms: 20 },
  slow: { ms: 1_500 },
  huge: { bytes: 400_000 },
  "gzip-bomb": { bytes: 20_000_000 },
};

/** One token for the bench, kept as the shop's keeper keeps it. */
function keeper(): Tokens {
  let present: string | null = null;
  return {
    async get(mint, stale = null) {
      if (present === null || present === stale) present = (await mint()).value;
      return present;
    },
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
