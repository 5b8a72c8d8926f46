import { hydrate } from "preact";
import { $order, $payment } from "#stores/payment";
import { islandRoot, readData } from "../hydration.ts";
import { PaymentPage, type PaymentProps } from "./PaymentPage.tsx";

const props = readData<PaymentProps>("payment-data");
$payment.set({ view: props.initial, heardAt: Date.now() });
$order.set(props.order);
hydrate(<PaymentPage {...props} />, islandRoot("payment"));
