import { sayLeft } from "./stock.ts";

/** Follows the chosen variant: its price on both labels, its picture in front, its stock words, and the prices on the size cards. */
export function choices(): void {
  const form = document.querySelector<HTMLFormElement>("#buy");
  if (!form) return;
  const inputs = [...form.querySelectorAll<HTMLInputElement>("[name=variantId]")];
  const pickers = [...document.querySelectorAll<HTMLElement>("[data-picker]")];
  const picked = () => pickers.map((picker) => picker.querySelector<HTMLInputElement>(":checked")?.value);
  const withValues = (values: (string | undefined)[]) =>
    inputs.find((input) => input.dataset.values === values.join("|"));

  const follow = () => {
    const chosen = inputs.find((input) => input.checked || input.type === "hidden");
    if (!chosen) return;
    const label = document.querySelector<HTMLTemplateElement>(`template[data-variant="${chosen.value}"]`);
    if (label && inputs.length > 1)
      for (const place of document.querySelectorAll("[data-price]"))
        place.replaceChildren(label.content.cloneNode(true));
    const figure = document.querySelector(`figure[data-picture="${chosen.dataset.picture}"]`);
    if (figure) figure.parentElement?.insertBefore(figure, figure.parentElement.firstElementChild);
    sayLeft(chosen.value);
    drawPickers();
  };

  const drawPickers = () => {
    const values = picked();
    for (const [at, picker] of pickers.entries()) {
      const said = picker.querySelector("[data-picked]");
      if (said) said.textContent = values[at] ?? "";
      for (const card of picker.querySelectorAll<HTMLInputElement>("input")) {
        const variant = withValues(values.map((value, index) => (index === at ? card.value : value)));
        const last = at === pickers.length - 1;
        if (last) card.disabled = !variant || variant.disabled;
        const small = card.parentElement?.querySelector("small");
        const price = variant?.parentElement?.querySelector("small");
        const words = variant?.disabled ? ["sold"] : price ? price.cloneNode(true).childNodes : ["not made"];
        small?.replaceChildren(...words);
      }
    }
  };

  for (const picker of pickers) {
    picker.addEventListener("change", () => {
      const first = picked()[0];
      const variant =
        withValues(picked()) ??
        inputs.find((input) => !input.disabled && input.dataset.values?.startsWith(`${first}|`));
      if (!variant) return;
      const open = variant.disabled
        ? (inputs.find((input) => !input.disabled && input.dataset.values?.startsWith(`${first}|`)) ?? variant)
        : variant;
      open.checked = true;
      for (const [at, value] of (open.dataset.values ?? "").split("|").entries()) {
        for (const card of pickers[at]?.querySelectorAll<HTMLInputElement>("input") ?? [])
          card.checked = card.value === value;
      }
      follow();
    });
  }
  form.addEventListener("change", follow);
  document.addEventListener("stock", follow);
  drawPickers();
}
