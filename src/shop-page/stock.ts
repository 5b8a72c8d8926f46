/** What is left of every variant, as far as the shop has said. */
const left = new Map<string, number>();

const FEW = 3;
const MOST_ASKED = 60;

/** Asks once what is left of everything on this page and says so; without an answer the page stays as it was made. */
export async function showStock(): Promise<void> {
  const cards = [...document.querySelectorAll<HTMLElement>("[data-stock]")];
  const own = [...document.querySelectorAll<HTMLInputElement>("#buy [name=variantId]")].map(({ value }) => value);
  const asked = [...new Set([...own, ...cards.flatMap(({ dataset }) => dataset.stock?.split(",") ?? [])])].slice(
    0,
    MOST_ASKED,
  );
  if (!asked.length) return;
  try {
    const answer = await fetch(`/api/stock?variants=${asked}`);
    if (!answer.ok) return;
    const { stock } = (await answer.json()) as { stock: Record<string, number> };
    for (const [id, pieces] of Object.entries(stock)) left.set(id, pieces);
  } catch {
    return;
  }
  for (const card of cards) {
    const pieces = card.dataset.stock?.split(",").map((id) => left.get(id)) ?? [];
    if (pieces.includes(undefined)) continue;
    const sum = pieces.reduce<number>((total, one) => total + (one ?? 0), 0);
    if (sum > FEW) continue;
    const word = document.createElement("span");
    word.className = `st few${sum > 0 ? " wait" : ""}`;
    word.textContent = sum > 0 ? `${sum} left` : "Sold out";
    card.appendChild(word);
    if (sum <= 0) card.querySelector(".quick")?.remove();
  }
  for (const input of document.querySelectorAll<HTMLInputElement>("#buy [name=variantId]")) {
    if (input.type === "radio" && (left.get(input.value) ?? 1) <= 0) input.disabled = true;
  }
  document.dispatchEvent(new Event("stock"));
}

/** The stock words of the chosen variant, and whether it can be added. */
export function sayLeft(variantId: string): void {
  const place = document.querySelector("[data-left]");
  const pieces = left.get(variantId);
  if (!place || pieces === undefined) return;
  place.className = `st${pieces > FEW ? " done" : pieces > 0 ? " wait" : ""}`;
  place.textContent =
    pieces <= 0
      ? "Sold out"
      : pieces <= FEW
        ? `${pieces} left`
        : pieces < 10
          ? `In stock, ${pieces} in Nairobi`
          : "In stock";
  for (const button of document.querySelectorAll<HTMLButtonElement>(".add button, .buybar button"))
    button.disabled = pieces <= 0;
}
