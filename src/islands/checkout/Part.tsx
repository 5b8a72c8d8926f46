import type { ComponentChildren } from "preact";

interface Props {
  name: string;
  title: string;
  lang?: string;
  /** Given while the part is folded. */
  onChange?: () => void;
  next?: string;
  onNext?: () => void;
  children: ComponentChildren;
}

/** One part of the checkout: open with its fields, or folded to a line with "Change". */
export function Part({ name, title, lang, onChange, next, onNext, children }: Props) {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !onNext || !(event.target instanceof HTMLInputElement)) return;
    event.preventDefault(); // Enter goes on to the next part; only the last button orders
    onNext();
  };
  return (
    <section class="part" lang={lang} aria-labelledby={`part-${name}`} onKeyDown={onKeyDown}>
      <div class="apart part-head">
        <h2 id={`part-${name}`} tabIndex={-1}>
          {title}
        </h2>
        {onChange && (
          <button
            type="button"
            class="btn bare small flush"
            onClick={onChange}
            aria-label={`Change ${title.toLowerCase()}`}
          >
            Change
          </button>
        )}
      </div>
      {children}
      {next && (
        <button type="button" class="btn part-next only-with-js" onClick={onNext}>
          {next}
        </button>
      )}
    </section>
  );
}

/** What a done part comes to. */
export function FoldedLine({ title, more }: { title: string; more: string }) {
  return (
    <div>
      <p class="st done">
        <span class="folded-name">{title}</span>
      </p>
      {more && <p class="muted folded-more">{more}</p>}
    </div>
  );
}
