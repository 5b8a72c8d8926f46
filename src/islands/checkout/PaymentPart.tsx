import { chosen } from "#stores/checkout";
import { Field } from "../Field.tsx";
import { Way } from "../Way.tsx";
import type { PartProps } from "./ContactPart.tsx";
import { Part } from "./Part.tsx";

/** The ways to pay by their own names, each with what happens next. */
export function PaymentPart({ view, typed, errors, onWrite, onPicked }: PartProps & { onPicked: () => void }) {
  const { payment, paymentPhone } = chosen(typed, view);
  const otherFaults = Object.keys(errors).length === 1 && errors.paymentPhone;
  const pick = (code: string) => {
    onWrite("paymentMethod", code);
    onPicked();
  };
  return (
    <Part name="payment" title="Payment">
      {view.paymentMethods.length === 0 && (
        <p class="err">
          This order is more than any way to pay here can take at once. Order in two parts, or call 0709 555 010 and we
          find a way. Your cart stays as it is.
        </p>
      )}
      <div class="ways" role="radiogroup" aria-labelledby="part-payment">
        {view.paymentMethods.map((method) => (
          <Way
            key={method.code}
            group="paymentMethod"
            value={method.code}
            title={method.name}
            more={method.hint}
            checked={method.code === payment?.code}
            onPick={pick}
          >
            {method.asksPhone && (
              <div class="phone-field">
                <Field
                  name="paymentPhone"
                  label={method.code === "mpesa" ? "Safaricom number to charge" : "Number to charge"}
                  type="tel"
                  autocomplete="tel"
                  maxLength={32}
                  value={paymentPhone}
                  error={errors.paymentPhone}
                  onWrite={(value) => onWrite("paymentPhone", value)}
                />
                {otherFaults && <p class="small muted">We have kept everything else you wrote.</p>}
              </div>
            )}
          </Way>
        ))}
      </div>
      {errors.paymentMethod && <p class="err">{errors.paymentMethod}</p>}
    </Part>
  );
}
