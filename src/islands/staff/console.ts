import { isTyping } from "./keys.ts";
import { staffApi } from "./staff-api.ts";

/** The keys of every page of the console, and signing out without a page in between. */
const keys = document.querySelector<HTMLDialogElement>("#keys");
const find = document.querySelector<HTMLInputElement>("#find");

/** Moves the focus to the order so many rows further; the row under the focus looks as if pointed at. */
function step(by: 1 | -1): void {
  const links = [...document.querySelectorAll<HTMLAnchorElement>(".ledger tbody th a")];
  const here = links.findIndex((link) => link.closest("tr")?.contains(document.activeElement));
  const next = links[here === -1 ? (by === 1 ? 0 : links.length - 1) : here + by];
  next?.focus();
  next?.closest("tr")?.scrollIntoView({ block: "nearest" });
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && event.target === find) find?.blur();
  if (isTyping(event)) return;
  const does: Record<string, () => void> = {
    "/": () => {
      find?.focus();
      find?.select();
    },
    j: () => step(1),
    k: () => step(-1),
    "?": () => keys?.showModal(),
  };
  const act = does[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-sign-out]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const answer = await staffApi.signOut().catch(() => null);
    if (answer?.ok) location.assign("/");
    else form.submit(); // the plain form says what is the matter
  });
}
