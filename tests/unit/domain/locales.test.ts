import { expect, test } from "vitest";
import { firstLocale, LOCALES, localeOf } from "#domain/sentences/locales";

test.each([
  ["sw", "sw"],
  ["ne-NP", "ne"],
  ["SW_ke", "sw"],
  ["ne-NP,ne;q=0.9,en;q=0.8", "ne"],
  ["fr;q=0.9, en;q=0.3, sw;q=0.7", "sw"],
  ["de-CH,sw;q=0,en;q=0.1", "en"],
  ["fr", null],
  ["", null],
  [undefined, null],
  ["constructor", null],
  [",;q=,;;", null],
])("%s is %s", (said, locale) => {
  expect(localeOf(said)).toBe(locale);
});

test("the first wish that can be met counts, and English where none can", () => {
  expect(firstLocale(undefined, "fr", "ne", "sw")).toBe("ne");
  expect(firstLocale(null, "fr")).toBe("en");
});

test("each language writes days and clocks with the same digits", async () => {
  const { INTL } = await import("#domain/sentences/locales");
  for (const locale of LOCALES)
    expect(new Intl.DateTimeFormat(INTL[locale], { dateStyle: "full", timeStyle: "short" }).format(0)).toMatch(/1970/);
});
