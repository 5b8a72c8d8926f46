import type { StaffOrderView } from "#domain/orders/schema";
import type { ShipBody } from "./staff-api.ts";

export interface TypedParcel {
  readonly carrier: string;
  readonly trackingNumber: string;
  readonly note: string;
  /** Line → what was typed. */
  readonly quantities: Readonly<Record<string, string>>;
}

type Left = Pick<StaffOrderView["lines"][number], "id"> & { readonly left: number };

/** What is sent to the API, or what is wrong by field. The lines are named only where less than everything goes. */
export function parcelOf(
  left: readonly Left[],
  typed: TypedParcel,
): { pieces: number } & ({ body: ShipBody } | { errors: Readonly<Record<string, string>> }) {
  const errors: Record<string, string> = {};
  const carrier = typed.carrier.trim();
  if (!carrier) errors.carrier = "Who carries it?";
  const lines = left.map(({ id, left: most }) => {
    const text = (typed.quantities[id] ?? "").trim();
    const quantity = /^\d{1,4}$/.test(text) ? Number(text) : text === "" ? 0 : Number.NaN;
    if (Number.isNaN(quantity)) errors[id] = `A whole number from 0 to ${most}.`;
    else if (quantity > most) errors[id] = `Only ${most} of this ${most === 1 ? "is" : "are"} left to send.`;
    return { lineId: id, quantity, most };
  });
  const pieces = lines.reduce((sum, { quantity }) => sum + (quantity || 0), 0);
  if (pieces === 0 && lines.every(({ quantity }) => quantity === 0)) errors.lines = "Choose at least one piece.";
  if (Object.keys(errors).length > 0) return { pieces, errors };
  const all = lines.every(({ quantity, most }) => quantity === most);
  const some = lines.filter(({ quantity }) => quantity > 0).map(({ lineId, quantity }) => ({ lineId, quantity }));
  return {
    body: {
      carrier,
      trackingNumber: typed.trackingNumber.trim(),
      note: typed.note.trim(),
      ...(all ? {} : { lines: some }),
    },
    pieces,
  };
}
