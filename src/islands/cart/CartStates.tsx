import { type Problem, wordsOf } from "#lib/problems";
import { Banner } from "../Banner.tsx";
import { pieces } from "../words.ts";

/** One sentence for each thing that was left out. */
export function Notices({ sentences }: { sentences: readonly string[] }) {
  return (
    <div role="status" class="notices">
      {sentences.map((sentence) => (
        <p class="notice" key={sentence}>
          {sentence}
        </p>
      ))}
    </div>
  );
}

/** `onlyWithout`: drawn by the server for a browser that runs no scripts; others show the cart they remember. */
export function EmptyCart({ onlyWithout = false }: { onlyWithout?: boolean }) {
  return (
    <section class={onlyWithout ? "empty only-without-js" : "empty"}>
      <span class="empty-cloth" aria-hidden="true" />
      <h2>Nothing in it yet</h2>
      <p class="muted">
        What you put in stays here on this device, also when you close the shop and come back another day.
      </p>
      <p>
        <a class="btn main" href="/">
          Look at the goods
        </a>
      </p>
    </section>
  );
}

export function NotSelling({ name }: { name: string }) {
  return (
    <aside class="stick">
      <div class="slip">
        <h2 class="slip-head">We are not selling in {name} yet</h2>
        <p>You see what it costs there, but there is no way to pay it yet. Your cart stays as it is.</p>
        <p class="small muted gap-above">Choose another place below the goods to buy from there.</p>
      </div>
    </aside>
  );
}

export function AwayNotice({ problem, count, onAgain }: { problem: Problem; count: number; onAgain: () => void }) {
  const { title, detail } = wordsOf(problem);
  return (
    <Banner title={title} tone="wait">
      <p>
        {detail} {count === 1 ? "The piece in your cart is" : `The ${pieces(count)} in your cart are`} kept on this
        device; nothing is lost.
      </p>
      <button type="button" class="btn" onClick={onAgain}>
        Try again
      </button>
    </Banner>
  );
}

export function Refused({ problem, onAgain }: { problem: Problem; onAgain: () => void }) {
  return (
    <Banner title={wordsOf(problem).title}>
      <p>Your cart is as it was.</p>
      <button type="button" class="btn" onClick={onAgain}>
        Ask again
      </button>
    </Banner>
  );
}
