import { bankTransfer } from "#worker/payments/gateways/bank-transfer";
import { onDelivery } from "#worker/payments/gateways/on-delivery";
import type { GroupName } from "../cases/all.ts";
import type { Conforming } from "../conforming.ts";

/** Of a way to pay behind which there is no provider, only `manners` and `withdrawing` are left. */
const withoutProvider = (why: string): Record<Exclude<GroupName, "manners" | "withdrawing">, string> => ({
  opening: why,
  asking: why,
  ending: why,
  taking: why,
  refunding: why,
  disputing: why,
  hearing: why,
  returning: why,
  telling: why,
});

const BANK = "a bank is asked nothing and calls nobody: money is what stands on its statement";
export const bankTransferConforms: Conforming = {
  code: "bank-transfer",
  build: () => bankTransfer(),
  wire: null,
  cannot: {
    ...withoutProvider(BANK),
    "withdrawing.paid": BANK,
    "withdrawing.pending": BANK,
    "withdrawing.silent": BANK,
  },
};

const DOOR = "cash at the door has no provider: money is what staff write down";
export const onDeliveryConforms: Conforming = {
  code: "on-delivery",
  build: () => onDelivery(),
  wire: null,
  cannot: {
    ...withoutProvider(DOOR),
    "withdrawing.paid": DOOR,
    "withdrawing.pending": DOOR,
    "withdrawing.silent": DOOR,
  },
};
