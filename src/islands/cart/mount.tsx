import { hydrate } from "preact";
import { adoptLines } from "#stores/cart";
import { islandRoot, readData, takeCookieLines } from "../hydration.ts";
import { Cart, type CartProps } from "./Cart.tsx";

takeCookieLines(adoptLines);
hydrate(<Cart {...readData<CartProps>("cart-data")} />, islandRoot("cart"));
