import type { QuoteView } from "#domain/checkout/schema";
import type { Errors, FieldName, Typed } from "#stores/checkout";
import { Field } from "../Field.tsx";
import { FoldedLine, Part } from "./Part.tsx";
import { phoneExample } from "./phone.ts";

export interface PartProps {
  view: QuoteView;
  typed: Typed;
  errors: Errors;
  onWrite: (name: FieldName, value: string) => void;
}
export interface FoldProps {
  folded: boolean;
  onOpen: () => void;
  onDone: () => void;
}

/** Who it is for and how we reach them: an e-mail address, a phone, or both. */
export function ContactPart({ view, typed, errors, onWrite, ...fold }: PartProps & FoldProps) {
  const guest = (
    <p class="small muted">
      Buying as a guest. <a href="/sign-in?back=/checkout">Log in</a> if you would rather; the cart stays.
    </p>
  );
  if (fold.folded) {
    return (
      <Part name="contact" title="Contact" onChange={fold.onOpen}>
        <FoldedLine title={typed.name ?? ""} more={[typed.phone, typed.email].filter(Boolean).join(", ")} />
        {guest}
      </Part>
    );
  }
  const field = (name: "name" | "email" | "phone") => ({
    name,
    value: typed[name] ?? "",
    error: errors[name],
    onWrite: (value: string) => onWrite(name, value),
  });
  return (
    <Part name="contact" title="Contact" next="Continue to delivery" onNext={fold.onDone}>
      {guest}
      <Field {...field("name")} label="Your name" autocomplete="name" maxLength={120} />
      <div class="grid-even">
        <Field
          {...field("phone")}
          label="Phone"
          type="tel"
          autocomplete="tel"
          maxLength={32}
          hint={`Such as ${phoneExample(view.market.country)}. The rider calls it.`}
        />
        <Field
          {...field("email")}
          label="E-mail"
          type="email"
          autocomplete="email"
          maxLength={254}
          hint="For the receipt. One of the two is enough."
        />
      </div>
    </Part>
  );
}
