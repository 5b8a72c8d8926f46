import { useState } from "preact/hooks";
import type { StaffOrderView } from "#domain/orders/schema";
import { Field } from "../Field.tsx";
import { pieces } from "../words.ts";
import { ActForm, type FormProps } from "./ActForm.tsx";
import { leftOf } from "./console-words.ts";
import { NoteField } from "./NoteField.tsx";
import { parcelOf, type TypedParcel } from "./parcel.ts";
import { Quantities } from "./Quantities.tsx";
import { staffApi } from "./staff-api.ts";
import { errorAt } from "./trouble.ts";

const firstParcel = (order: StaffOrderView): TypedParcel => ({
  carrier: order.delivery.kind === "rider" ? "our rider" : "",
  trackingNumber: "",
  note: "",
  quantities: Object.fromEntries(leftOf(order).map((line) => [line.id, String(line.left)])),
});

/** Hands goods to a carrier: all that is left, or what is chosen of it. */
export function ShipForm({ acting, onDone, onClose }: FormProps) {
  const { order, busy, problem } = acting;
  const left = leftOf(order);
  const [typed, setTyped] = useState(() => firstParcel(order));
  const [wrong, setWrong] = useState<Readonly<Record<string, string>>>({});
  const parcel = parcelOf(left, typed);
  const sentLines = "body" in parcel ? (parcel.body.lines ?? []) : [];

  const errorOf = (name: string): string | undefined => {
    const at = sentLines.findIndex(({ lineId }) => lineId === name);
    return wrong[name] ?? errorAt(problem, at === -1 ? `/${name}` : `/lines/${at}/quantity`);
  };
  const write = (change: Partial<TypedParcel>) => {
    setTyped({ ...typed, ...change });
    setWrong({});
  };
  const send = async () => {
    if ("errors" in parcel) return setWrong({ ...parcel.errors });
    setWrong({});
    const done = `Sent: ${pieces(parcel.pieces)} with ${parcel.body.carrier}.`;
    const key = acting.keyFor(parcel.body);
    if (await acting.act(() => staffApi.ship(order.id, parcel.body, key), done)) onDone();
  };
  const many = left.length > 1 || left.some((line) => line.left > 1);

  return (
    <ActForm
      name="Ship"
      button={`Ship ${pieces(parcel.pieces)}`}
      busyButton="Writing it down …"
      busy={busy}
      refused={Object.keys(wrong).length > 0 ? wrong : problem}
      onSend={send}
      onClose={onClose}
    >
      <div class="act-fields">
        <Field
          name="carrier"
          label="Who carries it"
          value={typed.carrier}
          onWrite={(carrier) => write({ carrier })}
          error={errorOf("carrier")}
          hint="The customer reads this name."
          maxLength={80}
          autocomplete="off"
        />
        <Field
          name="trackingNumber"
          label="Tracking number"
          optional
          value={typed.trackingNumber}
          onWrite={(trackingNumber) => write({ trackingNumber })}
          error={errorOf("trackingNumber")}
          maxLength={80}
          autocomplete="off"
        />
        <NoteField value={typed.note} onWrite={(note) => write({ note })} error={errorOf("note")} />
      </div>
      {many && (
        <Quantities
          legend="What goes with it"
          lines={left}
          say={(count) => `${count} left to send`}
          typed={typed.quantities}
          errorOf={errorOf}
          onWrite={(quantities) => write({ quantities })}
        />
      )}
      {errorOf("lines") && <p class="err">{errorOf("lines")}</p>}
    </ActForm>
  );
}
