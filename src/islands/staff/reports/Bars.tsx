import type { Currency } from "#domain/money";
import { amount } from "../../words.ts";
import { type Bar, classSaid } from "./report-words.ts";

interface Props {
  bars: readonly Bar[];
  currency: Currency;
  /** Where one class alone is listed. */
  hrefOf: (name: Bar["name"]) => string;
}

/** Each class of a day: its name, how many lines, how much, and a bar beside the others'. Drawn by us: the numbers are in the text. */
export function Bars({ bars, currency, hrefOf }: Props) {
  return (
    <ul class="hb">
      {bars.map(({ name, count, amountMinor, share }) => (
        <li key={name}>
          <span>
            <a href={hrefOf(name)}>{classSaid(name).word}</a> <b>{count.toLocaleString("en-GB")}</b>
          </span>
          <span class="num muted">{amount(amountMinor, currency)}</span>
          <svg viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true" class={`bar-${name}`}>
            <rect width={Math.max(share, amountMinor > 0 ? 0.6 : 0)} height="12" />
          </svg>
        </li>
      ))}
    </ul>
  );
}
