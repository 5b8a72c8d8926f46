import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import { DomainError } from "#domain/errors";

/** scrypt parameters on the OWASP ASVS list: N = 2^15, r = 8, p = 3, 32 MiB. Stored beside each hash, so they can be raised. */
const LOG_N = 15;
const R = 8;
const P = 3;
const KEY_BYTES = 32;

const derive = (password: string, salt: Buffer, logN: number, r: number, p: number): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    scrypt(
      password.normalize("NFKC"),
      salt,
      KEY_BYTES,
      { N: 2 ** logN, r, p, maxmem: 256 * 1024 * 1024 },
      (error, key) => (error ? reject(error) : resolve(key)),
    );
  });

/** "scrypt$15$8$3$salt$key", salt and key in base64. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt, LOG_N, R, P);
  return ["scrypt", LOG_N, R, P, salt.toString("base64"), key.toString("base64")].join("$");
}

/** A hash nobody has the password of: an unknown e-mail costs as long as a known one. */
const NOBODY = `scrypt$${LOG_N}$${R}$${P}$${Buffer.alloc(16).toString("base64")}$${Buffer.alloc(KEY_BYTES).toString("base64")}`;

/** @throws {DomainError} too-many-requests when two hashes run and twenty wait: a hash takes 32 MiB */
export async function passwordFits(stored: string | null, password: string): Promise<boolean> {
  const [, logN, r, p, salt, key] = (stored ?? NOBODY).split("$");
  return oneOfTwo(async () => {
    const derived = await derive(password, Buffer.from(salt ?? "", "base64"), Number(logN), Number(r), Number(p));
    return timingSafeEqual(derived, Buffer.from(key ?? "", "base64")) && stored !== null;
  });
}

let running = 0;
const waiting: (() => void)[] = [];
async function oneOfTwo<T>(work: () => Promise<T>): Promise<T> {
  if (running >= 2) {
    if (waiting.length >= 20)
      throw new DomainError(
        "too-many-requests",
        "Many people are signing in at this moment. Please try again shortly.",
        { retryAfterSeconds: 5 },
      );
    await new Promise<void>((resolve) => waiting.push(resolve)); // whoever ends hands its place over
  } else {
    running += 1;
  }
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }
}
