/** The form of /track: sends number and address, and says the same sentence whatever they are. */
interface Answer {
  readonly sentence?: string;
  readonly detail?: string;
  readonly errors?: readonly { pointer: string; detail: string }[];
}

const form = document.querySelector<HTMLFormElement>("#track");
const said = document.querySelector<HTMLElement>("#said");

form?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const fields = Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value)]));
  for (const name of ["number", "contact"]) mark(name, null);
  const { ok, answer } = await send(fields);
  for (const { pointer, detail } of answer.errors ?? []) mark(pointer.slice(1), detail);
  document.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  if (!said) return;
  said.hidden = !ok && (answer.errors?.length ?? 0) > 0;
  said.className = ok ? "st done" : "st fail";
  said.textContent = answer.sentence ?? answer.detail ?? "";
});

async function send(fields: Record<string, string>): Promise<{ ok: boolean; answer: Answer }> {
  try {
    const response = await fetch("/api/order-links", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(fields),
    });
    return { ok: response.ok, answer: (await response.json()) as Answer };
  } catch {
    return { ok: false, answer: { detail: "The shop could not be reached. Nothing is lost; please try again." } };
  }
}

function mark(name: string, detail: string | null): void {
  const field = document.getElementById(name);
  const words = document.getElementById(`${name}-e`);
  if (detail === null) field?.removeAttribute("aria-invalid");
  else field?.setAttribute("aria-invalid", "true");
  if (words) {
    words.hidden = detail === null;
    words.textContent = detail ?? "";
  }
}

export {};
