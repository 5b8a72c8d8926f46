import { hydrate } from "preact";
import { $order } from "#stores/payment";
import { islandRoot, readData } from "../hydration.ts";
import { OrderPage, type OrderProps } from "./OrderPage.tsx";

const props = readData<OrderProps>("order-data");
$order.set(props.initial);
hydrate(<OrderPage {...props} />, islandRoot("order"));
