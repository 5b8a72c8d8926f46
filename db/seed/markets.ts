import type { DeliveryKind } from "#domain/catalogue/names";
import type { Currency } from "#domain/money";
import type { GatewayCode } from "#domain/payments/names";

export interface SeedDelivery {
  readonly id: string;
  readonly kind: DeliveryKind;
  readonly name: string;
  readonly detail: string;
  readonly amountMinor: number;
  readonly freeFromMinor: number | null;
  readonly days: readonly [number, number];
}
export interface SeedMarket {
  readonly id: string;
  readonly name: string;
  readonly countries: readonly string[];
  readonly currency: Currency;
  readonly locale: string;
  readonly timeZone: string;
  readonly taxBasisPoints: number;
  readonly isDefault: boolean;
  readonly methods: readonly GatewayCode[];
  readonly delivery: readonly SeedDelivery[];
}

export const markets: readonly SeedMarket[] = [
  {
    id: "ke",
    name: "Kenya",
    countries: ["KE"],
    currency: "KES",
    locale: "en-KE",
    timeZone: "Africa/Nairobi",
    taxBasisPoints: 1_600,
    isDefault: true,
    methods: ["mpesa", "airtel", "stripe", "bank-transfer", "on-delivery"],
    delivery: [
      {
        id: "dlv_ke_rider",
        kind: "rider",
        name: "Rider, Nairobi",
        detail: "Between 9 and 18",
        amountMinor: 25_000,
        freeFromMinor: 1_500_000,
        days: [1, 2],
      },
      {
        id: "dlv_ke_collect",
        kind: "collect",
        name: "Collect at Biashara Street 14",
        detail: "From 10, Monday to Saturday. Bring the order number",
        amountMinor: 0,
        freeFromMinor: null,
        days: [1, 1],
      },
      {
        id: "dlv_ke_courier",
        kind: "courier",
        name: "Courier, rest of Kenya",
        detail: "G4S, to the door or their office",
        amountMinor: 45_000,
        freeFromMinor: 2_500_000,
        days: [2, 3],
      },
      {
        id: "dlv_ke_download",
        kind: "download",
        name: "Download",
        detail: "By e-mail, once it is paid",
        amountMinor: 0,
        freeFromMinor: null,
        days: [0, 0],
      },
    ],
  },
  {
    id: "np",
    name: "Nepal",
    countries: ["NP"],
    currency: "NPR",
    locale: "en-NP",
    timeZone: "Asia/Kathmandu",
    taxBasisPoints: 1_300,
    isDefault: false,
    methods: ["khalti", "stripe", "bank-transfer", "on-delivery"],
    delivery: [
      {
        id: "dlv_np_courier",
        kind: "courier",
        name: "Courier, Kathmandu valley",
        detail: "They call before they set off",
        amountMinor: 35_000,
        freeFromMinor: 1_500_000,
        days: [5, 7],
      },
      {
        id: "dlv_np_collect",
        kind: "collect",
        name: "Collect at Patan Dhoka",
        detail: "From 11, Sunday to Friday. Bring the order number",
        amountMinor: 0,
        freeFromMinor: null,
        days: [4, 6],
      },
      {
        id: "dlv_np_download",
        kind: "download",
        name: "Download",
        detail: "By e-mail, once it is paid",
        amountMinor: 0,
        freeFromMinor: null,
        days: [0, 0],
      },
    ],
  },
  {
    id: "world",
    name: "World",
    countries: [],
    currency: "USD",
    locale: "en",
    timeZone: "UTC",
    taxBasisPoints: 0,
    isDefault: false,
    methods: ["paypal", "stripe"],
    delivery: [
      {
        id: "dlv_world_courier",
        kind: "courier",
        name: "DHL Express",
        detail: "Duties, if any, are paid on arrival",
        amountMinor: 3_900,
        freeFromMinor: 40_000,
        days: [5, 9],
      },
      {
        id: "dlv_world_download",
        kind: "download",
        name: "Download",
        detail: "By e-mail, once it is paid",
        amountMinor: 0,
        freeFromMinor: null,
        days: [0, 0],
      },
    ],
  },
];

/** What one shilling is elsewhere, in millionths. */
export const exchangeRates = [
  { from: "KES", to: "NPR", rateMillionths: 1_090_000 },
  { from: "KES", to: "USD", rateMillionths: 7_740 },
] as const;
