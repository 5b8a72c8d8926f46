import { fill } from "#domain/sentences/fill";
import type { PaymentWords } from "#domain/sentences/payment-pages";
import { Field } from "../Field.tsx";

export const SLIP_FIELDS = ["amount", "reference", "payer", "note"] as const;
type Name = (typeof SLIP_FIELDS)[number];
export type SlipTyped = Readonly<Partial<Record<Name, string>>>;

interface Props {
  say: PaymentWords["proof"];
  typed: SlipTyped;
  errorAt: (name: string) => string | undefined;
  example: string;
  onWrite: (name: Name, value: string) => void;
}

/** What a slip may not show well. All of it may be left out. */
export function SlipFields({ say, typed, errorAt, example, onWrite }: Props) {
  const field = (name: Name, label: string) => ({
    name,
    label,
    value: typed[name] ?? "",
    error: errorAt(name),
    autocomplete: "off",
    onWrite: (value: string) => onWrite(name, value),
  });
  const filledIn = SLIP_FIELDS.some((name) => typed[name] || errorAt(name));
  return (
    <details class="fold out" open={filledIn}>
      <summary>
        <span>
          {say.more} <span class="muted plain">{say.ifYouLike}</span>
        </span>
      </summary>
      <div class="fold-in gap-16">
        <div class="grid-even">
          <Field {...field("amount", say.amount)} maxLength={20} hint={fill(say.amountHint, { example })} />
          <Field {...field("reference", say.bankReference)} maxLength={60} />
        </div>
        <Field {...field("payer", say.payer)} maxLength={120} />
        <Field {...field("note", say.note)} lines maxLength={300} />
      </div>
    </details>
  );
}
