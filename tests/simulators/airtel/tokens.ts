import { randomBytes } from "node:crypto";

/** Bearer tokens by value, with their ends in unix ms. A new one does not end the former. They do not outlive a restart. */
export function createTokens() {
  const ends = new Map<string, number>();
  return {
    mint(now: Date, lifeSeconds: number): string {
      for (const [token, end] of ends) if (end <= now.getTime()) ends.delete(token);
      const token = randomBytes(24).toString("base64url");
      ends.set(token, now.getTime() + lifeSeconds * 1000);
      return token;
    },
    isGood: (token: string, now: Date): boolean => (ends.get(token) ?? 0) > now.getTime(),
    clear: (): void => ends.clear(),
  };
}
export type Tokens = ReturnType<typeof createTokens>;
