import type { FaultRule } from "../core/faults.ts";

/** The amount as JSON text: exactly what the rule says, or so many shillings off. */
export function wrongAmount(amountShillings: number, rule: FaultRule): string {
  if (rule.amount !== undefined) return JSON.stringify(rule.amount);
  return (amountShillings + (rule.by ?? 1)).toFixed(2);
}
