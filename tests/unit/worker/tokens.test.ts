import { describe, expect, test } from "vitest";
import { newId } from "#domain/ids";
import { makeToken, readToken, sameText, sign } from "#worker/tokens";

const secret = { current: "a-secret-of-at-least-32-characters-1", previous: undefined };
const other = { current: "another-secret-of-32-characters-or-2", previous: undefined };
const id = newId("ord");
const token = makeToken(secret, "order", id);

describe("a link's token", () => {
  test("opens what it was made for, is the same every time, and holds 256 bits nobody can guess", () => {
    expect(readToken(secret, "order", token)).toBe(id);
    expect(makeToken(secret, "order", id)).toBe(token);
    expect(token).toMatch(/^ord_[0-9a-f]{32}\.1\.[0-9a-f]{64}$/);
  });

  test("opens nothing for another purpose, by another secret or for another id", () => {
    const mac = token.split(".")[2] ?? "";

    expect(readToken(secret, "callback", token)).toBeNull();
    expect(readToken(other, "order", token)).toBeNull();
    expect(readToken(secret, "order", `${newId("ord")}.1.${mac}`)).toBeNull();
    expect(readToken(secret, "order", `${id}.2.${mac}`)).toBeNull();
  });

  test("that is cut, longer, in other case or of another shape opens nothing", () => {
    const bent = [
      "",
      id,
      token.slice(0, -1),
      `${token}0`,
      token.toUpperCase(),
      ` ${token}`,
      `${token}\n`,
      token.replace(".1.", "."),
      token.replace(".1.", ".-1."),
      token.replaceAll(".", "%2E"),
    ];
    expect(bent.map((one) => readToken(secret, "order", one))).toEqual(bent.map(() => null));
  });

  test("with any one of its signs changed opens nothing", () => {
    for (let at = 0; at < token.length; at++) {
      const changed = token[at] === "a" ? "b" : "a";
      expect(readToken(secret, "order", token.slice(0, at) + changed + token.slice(at + 1))).toBeNull();
    }
  });

  test("made with the secret before the present one opens until that secret is taken away", () => {
    const changed = { current: other.current, previous: secret.current };

    expect(readToken(changed, "order", token)).toBe(id);
    expect(readToken({ current: other.current, previous: "" }, "order", token)).toBeNull();
    expect(makeToken(changed, "order", id)).toBe(makeToken(other, "order", id));
  });
});

test("signatures of one text for two purposes differ, and texts are equal only as a whole", () => {
  expect(sign(secret.current, "quote", "x")).not.toBe(sign(secret.current, "client", "x"));
  expect([sameText("abc", "abc"), sameText("abc", "abd"), sameText("abc", "ab"), sameText("", "")]).toEqual([
    true,
    false,
    false,
    true,
  ]);
});
