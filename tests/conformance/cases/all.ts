import { asking, ending } from "./asking.ts";
import type { Case } from "./case.ts";
import { disputing } from "./disputing.ts";
import { hearing } from "./hearing.ts";
import { manners } from "./manners.ts";
import { opening } from "./opening.ts";
import { refunding } from "./refunding.ts";
import { returning } from "./returning.ts";
import { taking } from "./taking.ts";
import { telling } from "./telling.ts";
import { withdrawing } from "./withdrawing.ts";

/** Every case of an adapter before its provider, by what it is about. */
export const CASES = {
  manners,
  opening,
  asking,
  ending,
  taking,
  withdrawing,
  refunding,
  disputing,
  hearing,
  returning,
  telling,
} as const satisfies Record<string, Readonly<Record<string, Case>>>;

export type GroupName = keyof typeof CASES;
export type CaseId = { [Group in GroupName]: `${Group}.${string & keyof (typeof CASES)[Group]}` }[GroupName];
