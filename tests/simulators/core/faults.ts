/** What can go wrong on purpose. The names are those of the fault catalogue; `FAULTS` says where each one fits. */
export const PROVIDERS = ["mpesa", "airtel", "paypal", "stripe", "khalti", "bank", "mail", "sms"] as const;
export type Provider = (typeof PROVIDERS)[number];

export const PHASES = {
  mpesa: ["token", "create", "query", "status", "refund", "pull", "callback"],
  airtel: ["token", "create", "query", "refund", "callback"],
  paypal: ["token", "create", "query", "capture", "refund", "callback"],
  stripe: ["create", "query", "expire", "refund", "callback"],
  khalti: ["create", "query", "refund"],
  bank: [],
  mail: ["send"],
  sms: ["send"],
} as const;
export type Phase = (typeof PHASES)[Provider][number];

interface FaultKind {
  /** Which phases it suits. */
  readonly phases: readonly Phase[];
  /** Where only some know it. */
  readonly providers?: readonly Provider[];
  /** For faults of an answer: whether the request takes effect before the answer goes wrong. */
  readonly effect?: boolean;
  readonly says: string;
}

const ANSWERS = ["token", "create", "query", "capture", "expire", "status", "refund", "pull", "send"] as const;
const BODIES = [...ANSWERS, "callback"] as const;

export const FAULTS = {
  refused: { phases: ANSWERS, effect: false, says: "the connection is cut before anything happens" },
  "timeout-before-effect": { phases: ANSWERS, effect: false, says: "nothing happens and nothing is answered" },
  "timeout-after-effect": { phases: ANSWERS, effect: true, says: "it happens, and nothing is answered" },
  "500": { phases: ANSWERS, effect: false, says: "an internal error, with nothing done" },
  "429": { phases: ANSWERS, effect: false, says: "too many requests, with nothing done" },
  slow: { phases: ANSWERS, effect: true, says: "the right answer after `ms`" },
  truncated: { phases: BODIES, effect: true, says: "half a body" },
  "wrong-json": { phases: BODIES, effect: true, says: "JSON of other types than promised" },
  html: { phases: BODIES, effect: true, says: "a page instead of JSON" },
  huge: { phases: BODIES, effect: true, says: "a body of `bytes`" },
  "gzip-bomb": { phases: BODIES, effect: true, says: "a small gzip body that unpacks to `bytes`" },
  reordered: { phases: ["create"], says: "the callback arrives before the answer of create, with `decision`" },
  "queue-timeout": {
    phases: ["status", "refund"],
    providers: ["mpesa"],
    says: "it is accepted, and later QueueTimeOutURL is told instead of ResultURL; nothing is done unless `effect`",
  },
  duplicate: { phases: ["callback"], says: "the callback is delivered `copies` times" },
  late: { phases: ["callback"], says: "the callback is delivered after `ms`" },
  drop: { phases: ["callback"], says: "the callback is never delivered" },
  "wrong-amount": { phases: ["callback"], says: "the callback's amount differs: `by`, or is `amount`" },
  forged: { phases: ["callback"], says: "right after create, a callback claims a payment that nobody made" },
} as const satisfies Record<string, FaultKind>;
export type FaultName = keyof typeof FAULTS;

/** What the caller may add. Each fault reads only what its line in `FAULTS` names. */
export interface FaultDetails {
  /** How long to wait. Default 20 s for `slow`, 30 s for the time-outs, 5 s for `late`. */
  readonly ms?: number | undefined;
  /** Default 50 MB. */
  readonly bytes?: number | undefined;
  /** Whether the request takes effect, where the fault's own habit is not wanted. */
  readonly effect?: boolean | undefined;
  /** Strikes only callbacks of this sort, by the provider's own names. Where absent, whichever comes next. */
  readonly kind?: string | undefined;
  readonly copies?: number | undefined;
  /** Added to the callback's amount, in the unit it has there. Default 1. */
  readonly by?: number | undefined;
  /** The callback's amount exactly as it is to appear: 10.5, "1450", -3. */
  readonly amount?: number | string | undefined;
  /** One of the provider's own. */
  readonly decision?: string | undefined;
  /** `unpaid`: right address and ids. `other-ids`: right address, foreign ids. `unknown-path`: an address nobody gave. Default `unpaid`. */
  readonly variant?: "unpaid" | "other-ids" | "unknown-path" | undefined;
}

export interface FaultRule extends FaultDetails {
  readonly id: number;
  readonly provider: Provider;
  readonly phase: Phase;
  readonly fault: FaultName;
  /** How often it still strikes. */
  left: number;
}

/** Why this fault cannot be had there, in a sentence; undefined when it can. */
export function unsuitable(provider: Provider, phase: Phase, fault: FaultName): string | undefined {
  const phases: readonly Phase[] = PHASES[provider];
  if (!phases.includes(phase)) return `${provider} has no phase "${phase}"; it has ${phases.join(", ")}.`;
  const kind: FaultKind = FAULTS[fault];
  if (!kind.phases.includes(phase)) {
    return `"${fault}" means that ${kind.says}; it suits ${kind.phases.join(", ")}, not ${phase}.`;
  }
  if (kind.providers && !kind.providers.includes(provider)) {
    return `"${fault}" means that ${kind.says}; only ${kind.providers.join(", ")} does so.`;
  }
  return undefined;
}

export interface FaultDesk {
  readonly all: () => readonly FaultRule[];
  readonly add: (rule: Omit<FaultRule, "id">) => FaultRule;
  readonly clear: () => void;
  readonly remove: (id: number) => void;
  /** The oldest rule that is due here, used up once; undefined when everything goes well. */
  readonly take: (
    provider: Provider,
    phase: Phase,
    among: readonly FaultName[],
    kind?: string,
  ) => FaultRule | undefined;
}

export function createFaultDesk(): FaultDesk {
  let rules: FaultRule[] = [];
  let lastId = 0;
  return {
    all: () => rules,
    add(rule) {
      lastId += 1;
      const added = { ...rule, id: lastId };
      rules.push(added);
      return added;
    },
    clear: () => {
      rules = [];
    },
    remove: (id) => {
      rules = rules.filter((rule) => rule.id !== id);
    },
    take(provider, phase, among, kind) {
      const due = rules.find(
        (rule) =>
          rule.provider === provider &&
          rule.phase === phase &&
          among.includes(rule.fault) &&
          (rule.kind === undefined || rule.kind === kind),
      );
      if (!due) return undefined;
      due.left -= 1;
      if (due.left <= 0) rules = rules.filter((rule) => rule !== due);
      return due;
    },
  };
}
