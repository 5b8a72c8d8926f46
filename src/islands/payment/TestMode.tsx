import { formatAmount, money } from "#domain/money";
import type { PaymentView } from "#domain/orders/schema";
import type { PaymentWords } from "#domain/sentences/payment-pages";

interface Props {
  say: PaymentWords;
  view: PaymentView;
  simulators: string | null;
}

/** Said while no real money moves, with the way to where the simulated payment is decided. */
export function TestMode({ say: { test }, view, simulators }: Props) {
  const place = simulators && placeOf(view, simulators);
  if (!view.testMode && !place) return null;
  return (
    <p class="test-mode small">
      <span class="st info">{test.mode}</span> {test.noMoney} {view.state === "redirect" && test.page}
      {place && (
        <a href={place} target="_blank" rel="noopener">
          {view.state === "transfer" ? test.bank : test.phone}
        </a>
      )}
    </p>
  );
}

function placeOf({ state, attempt, currency }: PaymentView, simulators: string): string | null {
  if (!attempt) return null;
  if (state === "waiting") return `${simulators}/phone?${new URLSearchParams({ number: attempt.phone ?? "" })}`;
  if (state !== "transfer") return null;
  const amount = formatAmount(money(attempt.amountMinor, currency));
  return `${simulators}/bank/pay?${new URLSearchParams({ currency, amount, reference: attempt.reference })}`;
}
