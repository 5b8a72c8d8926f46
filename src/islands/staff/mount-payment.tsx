import { hydrate } from "preact";
import { islandRoot, readData } from "../hydration.ts";
import { Payment, type PaymentProps } from "./payments/Payment.tsx";

hydrate(<Payment {...readData<PaymentProps>("payment-data")} />, islandRoot("payment"));
