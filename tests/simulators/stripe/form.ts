/** What a form with brackets says: texts, in objects and lists as deep as the brackets go. */
export type FormValue = string | FormValue[] | { [name: string]: FormValue };
export type Form = { [name: string]: FormValue };
type Branch = Map<string, Branch | string>;

/** `line_items[0][quantity]=1&expand[]=url` → `{ line_items: [{ quantity: "1" }], expand: ["url"] }`. Serves queries too. */
export function readForm(text: string): Form {
  const root: Branch = new Map();
  for (const [name, value] of new URLSearchParams(text)) plant(root, segmentsOf(name), value);
  return asObject(root);
}

/** `a[b][]` → `a`, `b`, `` */
function segmentsOf(name: string): string[] {
  const [, head, tail] = /^([^[]*)((?:\[[^[\]]*\])*)$/.exec(name) ?? [];
  if (head === undefined || !tail) return [name];
  return [head, ...tail.slice(1, -1).split("][")];
}

function plant(root: Branch, segments: readonly string[], value: string): void {
  let branch = root;
  for (const [depth, segment] of segments.entries()) {
    const key = segment === "" && depth > 0 ? String(branch.size) : segment;
    const next = branch.get(key);
    if (depth === segments.length - 1) branch.set(key, value);
    else if (next instanceof Map) branch = next;
    else branch = grow(branch, key);
  }
}

function grow(branch: Branch, key: string): Branch {
  const grown: Branch = new Map();
  branch.set(key, grown);
  return grown;
}

function asObject(branch: Branch): Form {
  return Object.fromEntries([...branch].map(([key, value]) => [key, asValue(value)]));
}

function asValue(value: Branch | string): FormValue {
  if (typeof value === "string") return value;
  const isList = [...value.keys()].every((key) => /^\d+$/.test(key));
  return isList ? [...value.values()].map(asValue) : asObject(value);
}
