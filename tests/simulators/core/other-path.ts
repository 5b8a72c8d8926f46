/** The same address with every digit and letter of its last segment moved on by one: of the right form, known to nobody. */
export function otherPath(text: string): string {
  const url = new URL(text);
  const segments = url.pathname.split("/");
  const last = segments.pop() ?? "";
  const moved = last.replaceAll(/[0-9a-f]/g, (sign) => ((Number.parseInt(sign, 16) + 1) % 16).toString(16));
  url.pathname = [...segments, moved].join("/");
  return url.href;
}
