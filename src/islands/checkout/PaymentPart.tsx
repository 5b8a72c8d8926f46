import type { QuoteView } from "#domain/checkout/schema";
import { fill, formOf } from "#domain/sentences/fill";
import type { Locale } from "#domain/sentences/locales";
import type { CheckoutWords } from "#domain/sentences/payment-pages";
import { chosen } from "#stores/checkout";
import { Field } from "../Field.tsx";
import { filled } from "../filled.ts";
import { HelpLine } from "../HelpLine.tsx";
import { MethodMark } from "../MethodMark.tsx";
import { Way } from "../Way.tsx";
import { whole } from "../words.ts";
import type { PartProps } from "./ContactPart.tsx";
import { phoneFieldOf } from "./check.ts";
import { Part } from "./Part.tsx";

interface Props extends PartProps {
  say: CheckoutWords;
  locale: Locale;
  onPicked: () => void;
}

/** The ways to pay by their own names, as the market sorts them, each with what happens next. */
export function PaymentPart({ view, typed, errors, say, locale, onWrite, onPicked }: Props) {
  const { checkout } = say;
  const { payment, paymentPhone } = chosen(typed, view);
  const otherFaults = Object.keys(errors).length === 1 && errors.paymentPhone;
  const pick = (code: string) => {
    onWrite("paymentMethod", code);
    onPicked();
  };
  return (
    <Part name="payment" title={checkout.payment} lang={locale}>
      {view.paymentMethods.length === 0 && <p class="err">{filled(checkout.tooMuch, { phone: <HelpLine /> })}</p>}
      <div class="ways" role="radiogroup" aria-labelledby="part-payment">
        {view.paymentMethods.map((method) => (
          <Way
            key={method.code}
            group="paymentMethod"
            value={method.code}
            title={whole(method.name)}
            mark={<MethodMark code={method.code} />}
            more={method.hint}
            checked={method.code === payment?.code}
            onPick={pick}
          >
            {method.asksPhone && (
              <div class="phone-field">
                <Field
                  name={phoneFieldOf(method.code)}
                  label={fill(checkout.numberOf, { way: whole(say.way[method.code]) })}
                  type="tel"
                  autocomplete="tel"
                  maxLength={32}
                  value={paymentPhone}
                  error={method.code === payment?.code ? errors.paymentPhone : undefined}
                  onWrite={(value) => onWrite("paymentPhone", value)}
                />
                {otherFaults && <p class="small muted">{checkout.keptRest}</p>}
              </div>
            )}
          </Way>
        ))}
      </div>
      {errors.paymentMethod && <p class="err">{errors.paymentMethod}</p>}
      <Simulated view={view} say={say} />
    </Part>
  );
}

/** Which ways are only played, where some are. */
function Simulated({ view, say: { test, way, locale } }: { view: QuoteView; say: CheckoutWords }) {
  const played = view.paymentMethods.filter(({ isTest }) => isTest).map(({ code }) => whole(way[code]));
  if (played.length === 0) return null;
  const ways = new Intl.ListFormat(locale, { type: "conjunction" }).format(played);
  return (
    <p class="small">
      <span class="st info">{test.mode}</span> {fill(formOf(test.simulated, played.length, locale), { ways })}
    </p>
  );
}
