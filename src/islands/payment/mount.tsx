import { hydrate } from "preact";
import { $order, $payment } from "#stores/payment";
import { $transfer } from "#stores/transfer";
import { islandRoot, readData } from "../hydration.ts";
import { PaymentPage, type PaymentProps } from "./PaymentPage.tsx";

const props = readData<PaymentProps>("payment-data");
$payment.set({ view: props.initial, heardAt: Date.now() });
$order.set(props.order);
$transfer.set(props.transfer);
hydrate(<PaymentPage {...props} />, islandRoot("payment"));
