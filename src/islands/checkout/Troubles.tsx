import type { QuoteView } from "#domain/checkout/schema";
import type { CheckoutWords } from "#domain/sentences/payment-pages";
import { isPassing, type Problem, wordsOf } from "#lib/problems";
import { Banner } from "../Banner.tsx";

interface Props {
  say: CheckoutWords;
  refusal: string | null;
  problem: Problem | null;
  changes: readonly string[];
  notices: readonly string[];
  shortages: QuoteView["shortages"];
  /** Set while a newer quote does not come. */
  stale: Problem | null;
  onTake: (variantId: string, pieces: number) => void;
  onAgain: () => void;
}

/** Everything that stands between the shopper and the order, above the form, each with what to do now. */
export function Troubles({ say, refusal, problem, changes, notices, shortages, stale, onTake, onAgain }: Props) {
  return (
    <>
      {refusal && <Banner title={refusal}>{KEPT}</Banner>}
      {problem && <Refusal say={say} problem={problem} changes={changes} onAgain={onAgain} />}
      {!problem && stale && (
        <Banner title={wordsOf(stale).title} tone="wait">
          <p>The prices below are the last ones we heard. Nothing you wrote is lost.</p>
          <button type="button" class="btn" onClick={onAgain}>
            Ask again
          </button>
        </Banner>
      )}
      {shortages.length > 0 && (
        <Banner title="There is not enough of everything" tone="wait">
          {shortages.map(({ variantId, available, sentence }) => (
            <p class="row" key={variantId}>
              {sentence}
              <button type="button" class="btn" onClick={() => onTake(variantId, available)}>
                Take {available}
              </button>
            </p>
          ))}
          <p class="small muted">
            Or <a href="/cart">look at the cart</a> again.
          </p>
        </Banner>
      )}
      <div role="status" class="notices">
        {notices.map((sentence) => (
          <p class="notice" key={sentence}>
            {sentence}
          </p>
        ))}
      </div>
    </>
  );
}

const KEPT = <p>Nothing was ordered and nothing was taken. What you wrote is still here.</p>;

interface RefusalProps {
  say: CheckoutWords;
  problem: Problem;
  changes: readonly string[];
  onAgain: () => void;
}

function Refusal({ say: { checkout }, problem, changes, onAgain }: RefusalProps) {
  if (problem.code === "quote-changed") {
    return (
      <Banner title="Something changed while you were here" tone="wait" takesFocus>
        {changes.length > 0 && (
          <ul class="changes">
            {changes.map((change) => (
              <li key={change}>{change}</li>
            ))}
          </ul>
        )}
        <p>Nothing was ordered yet and nothing was taken. Look it over; if you agree, press the button again.</p>
      </Banner>
    );
  }
  if (problem.code === "payment-in-progress") {
    const where = [problem.more.paymentUrl, problem.more.orderUrl].find((url) => typeof url === "string") as
      | string
      | undefined;
    return (
      <Banner title={checkout.inProgress} tone="wait" takesFocus>
        <p>{problem.detail || checkout.inProgressMore}</p>
        {where?.startsWith("/") && (
          <a class="btn" href={where}>
            {checkout.seeHow}
          </a>
        )}
      </Banner>
    );
  }
  if (problem.code === "method-unavailable") {
    return (
      <Banner title={checkout.gone} tone="wait" takesFocus>
        <p>{checkout.goneMore}</p>
      </Banner>
    );
  }
  const { title, detail } = wordsOf(problem);
  if (isPassing(problem)) {
    return (
      <Banner title={title} tone="wait" takesFocus>
        <p>{detail} Nothing you wrote is lost, and pressing again never orders twice.</p>
        <button type="button" class="btn" onClick={onAgain}>
          Try again
        </button>
      </Banner>
    );
  }
  return (
    <Banner title={title} takesFocus>
      {problem.errors.map((error) => error.detail !== title && <p key={error.pointer}>{error.detail}</p>)}
      {KEPT}
    </Banner>
  );
}

interface EmptyProps {
  onlyWithout?: boolean;
  sentences?: readonly string[];
  notSelling?: string;
}

/** There is nothing that could be ordered. */
export function EmptyCheckout({ onlyWithout = false, sentences = [], notSelling }: EmptyProps) {
  return (
    <section class={onlyWithout ? "empty only-without-js" : "empty"}>
      <span class="empty-cloth" aria-hidden="true" />
      <h1>{notSelling ? `We are not selling in ${notSelling} yet` : "There is nothing to check out"}</h1>
      {sentences.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      <p class="muted">
        {notSelling
          ? "Your cart stays as it is; in the cart you can choose another place."
          : "Your cart is empty. If you have just ordered, it is on its way: look at your messages."}
      </p>
      <p>
        <a class="btn main" href={notSelling ? "/cart" : "/"}>
          {notSelling ? "To the cart" : "Look at the goods"}
        </a>
      </p>
    </section>
  );
}

/** No prices came, so nothing can be shown yet. */
export function CannotShow({ problem, onAgain }: { problem: Problem | null; onAgain: () => void }) {
  const { title, detail } = problem ? wordsOf(problem) : { title: "The shop cannot be reached", detail: "" };
  return (
    <section class="empty" role="alert">
      <span class="empty-cloth" aria-hidden="true" />
      <h1>{title}</h1>
      <p class="muted">{detail} Your cart and everything you wrote are kept on this device.</p>
      <p class="row">
        <button type="button" class="btn main" onClick={onAgain}>
          Try again
        </button>
        <a class="btn bare" href="/cart">
          Back to the cart
        </a>
      </p>
    </section>
  );
}
