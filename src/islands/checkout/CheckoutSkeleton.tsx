/** The checkout's own shape while the server is asked. */
export function CheckoutSkeleton() {
  return (
    <div class="two side-23 only-with-js" role="status" aria-label="Looking up prices">
      <div aria-hidden="true">
        <p class="page-name h1">Check out</p>
        {[3, 4, 3].map((rows, part) => (
          <div class="part bones" key={part}>
            <span class="bone title-bone" />
            {Array.from({ length: rows }, (_, row) => (
              <span class="bone field-bone" key={row} />
            ))}
          </div>
        ))}
      </div>
      <div class="slip wide-only" aria-hidden="true">
        <div class="bones slip-bones">
          <span class="bone long" />
          <span class="bone long" />
          <span class="bone long" />
        </div>
      </div>
    </div>
  );
}
