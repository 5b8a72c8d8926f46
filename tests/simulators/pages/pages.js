/* Keeps a page fresh: each second the same address is read again, and parts that changed are put in place. */
const EVERY_MS = 1000;
const said = document.querySelector("#said");
const shown = new Map(parts(document));

function parts(from) {
  return [...from.querySelectorAll("[data-live]")].map((part) => [part.id, part.outerHTML]);
}

async function refresh() {
  const response = await fetch(location.href, { headers: { accept: "text/html" } });
  const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
  for (const [id, text] of parts(fresh)) {
    if (shown.get(id) === text) continue;
    shown.set(id, text);
    put(document.getElementById(id), fresh.getElementById(id));
  }
}

/** Puts `next` where `part` was, and keeps what is being typed and where the focus is. */
function put(part, next) {
  const typed = [...part.querySelectorAll("input:not([type=hidden])")].map(({ id, value, dataset }) => ({
    id,
    value,
    of: dataset.of,
  }));
  const focused = part.contains(document.activeElement) ? document.activeElement.id : "";
  part.replaceWith(next);
  for (const { id, value, of } of typed) {
    const field = id && document.getElementById(id);
    if (field && field.dataset.of === of) field.value = value;
  }
  if (focused) document.getElementById(focused)?.focus();
  if (next.dataset.say && next.dataset.say !== part.dataset.say) said.textContent = next.dataset.say;
  fit();
}

/** Seconds left of a prompt. */
function count() {
  for (const life of document.querySelectorAll("[data-until]")) {
    const left = Math.max(0, Math.ceil((Date.parse(life.dataset.until) - Date.now()) / 1000));
    life.textContent = left === 1 ? "1 second left." : `${left} seconds left.`;
  }
}

/** A mail is as tall as what is in it. */
function fit() {
  for (const frame of document.querySelectorAll("iframe.mail")) {
    const grow = () => {
      frame.style.blockSize = `${frame.contentDocument.documentElement.scrollHeight + 2}px`;
    };
    frame.addEventListener("load", grow);
    if (frame.contentDocument?.readyState === "complete") grow();
  }
}

fit();
count();
setInterval(() => {
  count();
  if (!document.hidden) refresh().catch(() => {}); // The simulators may be restarting: the next second asks again.
}, EVERY_MS);
