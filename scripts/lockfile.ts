import { readFileSync, writeFileSync } from "node:fs";

/**
 * `npm run lockfile`: names the packages of other platforms in package-lock.json. A registry that does not carry them makes
 * `npm install` drop their entries, and `npm ci` then refuses the file. An entry that does not fit a machine is never fetched there.
 */
interface Entry {
  version?: string;
  optional?: boolean;
  dev?: boolean;
  cpu?: string[];
  os?: string[];
  libc?: string[];
  optionalDependencies?: Record<string, string>;
}

const OS = [
  "android",
  "darwin",
  "freebsd",
  "linux",
  "netbsd",
  "openbsd",
  "openharmony",
  "sunos",
  "win32",
  "aix",
  "linuxmusl",
];
const CPU = [
  "arm64",
  "x64",
  "ia32",
  "arm",
  "wasm32",
  "riscv64",
  "ppc64",
  "s390x",
  "loong64",
  "mips64el",
  "ppc",
  "mips",
];

/** What the name says of the machine it is for. */
function platformOf(name: string): Pick<Entry, "cpu" | "os" | "libc"> {
  const words = name
    .toLowerCase()
    .replace("windows", "win32")
    .replace("wasm32-wasi", "wasm32")
    .split(/[-/@_]+/);
  const os = OS.find((one) => words.includes(one));
  const cpu =
    CPU.find((one) => words.includes(one)) ??
    (words.includes("64")
      ? "x64"
      : words.includes("32")
        ? "ia32"
        : words.some((word) => /^arm/.test(word))
          ? "arm"
          : words.includes("webcontainer")
            ? "wasm32"
            : undefined);
  const libc = words.includes("musl") || os === "linuxmusl" ? "musl" : words.includes("gnu") ? "glibc" : undefined;
  return {
    ...(cpu ? { cpu: [cpu] } : {}),
    ...(os ? { os: [os === "linuxmusl" ? "linux" : os] } : {}),
    ...(libc ? { libc: [libc] } : {}),
  };
}

const lock = JSON.parse(readFileSync("package-lock.json", "utf8")) as { packages: Record<string, Entry> };
let added = 0;
for (const [path, entry] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    if (found(path, name, version)) continue;
    const platform = platformOf(name);
    if (!platform.cpu && !platform.os) {
      console.error(`${name} is missing and its name does not say for which machine it is`);
      continue;
    }
    const nested = lock.packages[`node_modules/${name}`] !== undefined; // the outer place is taken by another version
    lock.packages[nested ? `${path}/node_modules/${name}` : `node_modules/${name}`] = {
      version,
      ...platform,
      optional: true,
      ...(entry.dev ? { dev: true } : {}),
    };
    added += 1;
  }
}

/** As Node resolves: beside the package, then in each folder above it. */
function found(path: string, name: string, version: string): boolean {
  for (let at = path; ; at = at.includes("/node_modules/") ? at.slice(0, at.lastIndexOf("/node_modules/")) : "") {
    const there = lock.packages[at === "" ? `node_modules/${name}` : `${at}/node_modules/${name}`];
    if (there) return there.version === version || !/^\d/.test(version);
    if (at === "") return false;
  }
}

lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync("package-lock.json", `${JSON.stringify(lock, null, 2)}\n`);
console.log(`${added} packages of other platforms named.`);
