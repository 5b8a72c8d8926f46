import { hydrate } from "preact";
import { adoptLines } from "#stores/cart";
import { $errors, $placing, FIELDS, type FieldName, restore, type Typed } from "#stores/checkout";
import { islandRoot, readData, takeCookieLines } from "../hydration.ts";
import { Checkout, type CheckoutProps } from "./Checkout.tsx";

/** What stands in the form already: written before the script came, or filled in by the browser. */
function standing(root: HTMLElement, ignore: Typed): Typed {
  const form = root.querySelector("form");
  const written = form ? new FormData(form) : new FormData();
  const phone = written.get(`paymentPhone-${written.get("paymentMethod")}`);
  if (phone) written.set("paymentPhone", phone);
  const isOurs = (name: string): name is FieldName => (FIELDS as readonly string[]).includes(name);
  return Object.fromEntries(
    [...written].filter(
      ([name, value]) =>
        isOurs(name) &&
        name !== "deliveryMethodId" &&
        name !== "paymentMethod" &&
        value !== "" &&
        value !== ignore[name],
    ),
  );
}

const props = readData<CheckoutProps>("checkout-data");
const root = islandRoot("checkout");
takeCookieLines(adoptLines);
const written = { ...props.values, ...standing(root, props.values) };
hydrate(<Checkout {...props} />, root);
restore(written);
$errors.set(props.errors);
// Coming back with the browser's own button shows the page as it was left: it may be ordered from again.
addEventListener("pageshow", (event) => event.persisted && $placing.set("not-yet"));
