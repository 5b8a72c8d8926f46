/** The part of the string of beads that is left, as an SVG path around (60, 60): it ends where the first bead went. */
export function arcOf(left: number, of = 60): string {
  const share = Math.min(Math.max(left / of, 0), 1);
  if (share === 0) return "";
  if (share === 1) return "M60 6A54 54 0 1 1 59.99 6Z";
  const half = Math.PI / of; // beads sit on whole steps, so the ends lie half a step beside them
  const at = (angle: number) => `${(60 + 54 * Math.sin(angle)).toFixed(2)} ${(60 - 54 * Math.cos(angle)).toFixed(2)}`;
  return `M${at(-half)}A54 54 0 ${share > 0.5 ? 1 : 0} 1 ${at(2 * Math.PI * share - half)}`;
}
