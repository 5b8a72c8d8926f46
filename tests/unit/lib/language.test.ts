import { expect, test } from "vitest";
import { cookiesOf, languageOf } from "#lib/language";

function visit(address: string, cookie = "") {
  const lang = /(?:^|; )lang=([^;]*)/.exec(cookie)?.[1];
  return {
    request: new Request(`https://duka.example${address}`, { headers: cookie ? { Cookie: cookie } : {} }),
    cookies: { get: (name: string) => (name === "lang" && lang !== undefined ? { value: lang } : undefined) },
    response: { headers: new Headers() },
  };
}

test("a language in the address is chosen, and remembered for a year", () => {
  const page = visit("/checkout?lang=ne", "lang=sw");

  expect(languageOf(page)).toBe("ne");
  expect(page.response.headers.get("Set-Cookie")).toBe("lang=ne; Path=/; Max-Age=31536000; SameSite=Lax");
});

test("else the remembered one counts, and none where none was ever chosen", () => {
  expect(languageOf(visit("/checkout", "lang=sw"))).toBe("sw");
  expect(languageOf(visit("/checkout", "lang=xx"))).toBeNull();
  const page = visit("/checkout?lang=%0d%0aSet-Cookie:x=y");
  expect(languageOf(page)).toBeNull();
  expect(page.response.headers.get("Set-Cookie")).toBeNull();
});

test("what a page asks the API while it is drawn is asked in the language just chosen", () => {
  expect(cookiesOf(visit("/orders/x?lang=ne", "visitor=1; lang=sw; market=np").request)).toBe(
    "visitor=1; market=np; lang=ne",
  );
  expect(cookiesOf(visit("/orders/x", "visitor=1; lang=sw").request)).toBe("visitor=1; lang=sw");
  expect(cookiesOf(visit("/orders/x").request)).toBeNull();
  expect(cookiesOf(visit("/orders/x?lang=sw").request)).toBe("lang=sw");
});
