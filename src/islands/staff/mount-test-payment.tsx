import { hydrate } from "preact";
import { islandRoot, readData } from "../hydration.ts";
import { TestPayment, type TestPaymentProps } from "./payments/TestPayment.tsx";

hydrate(<TestPayment {...readData<TestPaymentProps>("test-payment-data")} />, islandRoot("test-payment"));
