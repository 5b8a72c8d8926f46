import type { QuoteView } from "#domain/checkout/schema";
import type { Currency } from "#domain/money";
import { chosen } from "#stores/checkout";
import { Field } from "../Field.tsx";
import { Way } from "../Way.tsx";
import { arrives, cash, zoneOf } from "../words.ts";
import type { FoldProps, PartProps } from "./ContactPart.tsx";
import { regionWord } from "./check.ts";
import { FoldedLine, Part } from "./Part.tsx";

type Method = QuoteView["deliveryMethods"][number];

/** How it reaches the shopper; where to, if it must be brought. */
export function DeliveryPart({ view, typed, errors, onWrite, ...fold }: PartProps & FoldProps) {
  const { delivery } = chosen(typed, view);
  const zone = zoneOf(view.market.country);
  const when = (method: Method) =>
    [arrives(method.kind, method.from, method.by, zone), method.detail].filter(Boolean).join(". ");
  if (fold.folded && delivery) {
    const to = delivery.needsAddress ? [typed.street, typed.region].filter(Boolean).join(", ") : "";
    return (
      <Part name="delivery" title="Delivery" onChange={fold.onOpen}>
        <FoldedLine
          title={`${delivery.name}, ${price(delivery, view.market.currency)}`}
          more={[arrives(delivery.kind, delivery.from, delivery.by, zone), to].filter(Boolean).join(". ")}
        />
      </Part>
    );
  }
  const field = (name: "street" | "region" | "note") => ({
    name,
    value: typed[name] ?? "",
    error: errors[name],
    onWrite: (value: string) => onWrite(name, value),
  });
  return (
    <Part name="delivery" title="Delivery" next="Continue to payment" onNext={fold.onDone}>
      <div class="ways" role="radiogroup" aria-labelledby="part-delivery">
        {view.deliveryMethods.map((method) => (
          <Way
            key={method.id}
            group="deliveryMethodId"
            value={method.id}
            title={method.name}
            price={price(method, view.market.currency)}
            more={when(method)}
            address={method.needsAddress}
            checked={method.id === delivery?.id}
            onPick={(id) => onWrite("deliveryMethodId", id)}
          />
        ))}
      </div>
      {errors.deliveryMethodId && <p class="err">{errors.deliveryMethodId}</p>}
      <fieldset class="address-fields">
        <legend class="sr">Where it goes</legend>
        <div class="grid2">
          <Field
            {...field("street")}
            label="Estate, building, house"
            lines
            autocomplete="street-address"
            maxLength={300}
          />
          <Field
            {...field("region")}
            label={regionWord(view.market.country)}
            autocomplete="address-level1"
            maxLength={80}
          />
        </div>
        <Field
          {...field("note")}
          label={delivery?.kind === "rider" ? "For the rider" : "For whoever brings it"}
          optional
          lines
          maxLength={300}
        />
      </fieldset>
    </Part>
  );
}

const price = ({ totals }: Method, currency: Currency): string =>
  totals.deliveryMinor === 0 ? "free" : cash(totals.deliveryMinor, currency);
