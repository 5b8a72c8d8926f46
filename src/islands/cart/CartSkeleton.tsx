/** The cart's own shape while the server is asked: nothing moves when the answer comes. */
export function CartSkeleton({ rows }: { rows: number }) {
  return (
    <div class="two side-24 cart only-with-js" role="status" aria-label="Looking up prices">
      <ul class="cart-lines" aria-hidden="true">
        {Array.from({ length: rows }, (_, row) => (
          <li class="cart-line" key={row}>
            <span class="pic thumb-96 bone" />
            <div class="bones">
              <span class="bone long" />
              <span class="bone" />
              <span class="bone" />
            </div>
            <span class="bone short" />
            <span class="row bone step-bone" />
          </li>
        ))}
      </ul>
      <div class="slip" aria-hidden="true">
        <div class="bones slip-bones">
          <span class="bone long" />
          <span class="bone long" />
          <span class="bone long" />
          <span class="bone button-bone" />
        </div>
      </div>
    </div>
  );
}
