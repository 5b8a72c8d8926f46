export interface MarketName {
  readonly id: string;
  readonly name: string;
  readonly currency: string;
}

interface Props {
  markets: readonly MarketName[];
  market: string;
  onChoose: (market: string) => void;
}

/** Where it goes decides what one pays in. */
export function MarketChoice({ markets, market, onChoose }: Props) {
  if (markets.length < 2) return null;
  return (
    <form class="market-choice" method="post" action="/market">
      <p class="small muted" id="market-label">
        Where shall it go?
      </p>
      <fieldset class="row" aria-labelledby="market-label">
        {markets.map(({ id, name, currency }) => (
          <button
            type="submit"
            class="btn"
            key={id}
            name="market"
            value={id}
            aria-pressed={id === market}
            onClick={(event) => {
              event.preventDefault();
              onChoose(id);
            }}
          >
            {name} <span class="muted small">{currency}</span>
          </button>
        ))}
      </fieldset>
    </form>
  );
}
