/** Said while no real money moves, with the way to the phone that only plays. */
export function TestPhone({ href }: { href: string | null }) {
  return (
    <p class="test-mode small">
      <span class="st info">Test mode.</span> No real money moves.{" "}
      {href && (
        <a href={href} target="_blank" rel="noopener">
          Open the test phone
        </a>
      )}
    </p>
  );
}
