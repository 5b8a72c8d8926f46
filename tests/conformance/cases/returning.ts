import { expect } from "vitest";
import type { Case } from "./case.ts";

const HOSTILE = ["", "../../x", "a b", "<script>", "x".repeat(3_000), "%00", "{CHECKOUT_SESSION_ID}"];

/** The payer's browser comes back from the provider's page. */
export const returning = {
  back: {
    what: "a payer who paid on the provider's page comes back to our address with the name of the payment",
    async run(bench) {
      const { redirectUrl = "", providerReference } = await bench.opened();
      const form = new URLSearchParams({ decision: "approve" });
      const answer = await fetch(redirectUrl, { method: "POST", body: form, redirect: "manual" });
      const url = new URL(answer.headers.get("location") ?? "");
      expect(url.origin + url.pathname).toBe(bench.addresses.back);
      expect(bench.gateway.readReturn?.(url.searchParams)?.providerReference).toBe(providerReference);
      expect((await bench.settle()).status).toBe("captured");
    },
  },
  unpaid: {
    what: "coming back proves nothing: whoever did not pay is still waited for",
    async run(bench) {
      await bench.opened();
      const query = new URLSearchParams({ status: "Completed", payment_status: "paid", PayerID: "X" });
      bench.gateway.readReturn?.(query);
      expect((await bench.look()).status).toBe("waiting");
    },
  },
  hostile: {
    what: "a return address typed over is no name at all",
    async run(bench) {
      for (const text of HOSTILE)
        for (const name of ["pidx", "token", "session_id"])
          expect(bench.gateway.readReturn?.(new URLSearchParams({ [name]: text }))?.providerReference).toBeNull();
    },
  },
  "claimed-amount": {
    what: "an amount in the return address is a claim of whole minor units, or none",
    async run(bench) {
      const claimed = (amount: string) =>
        bench.gateway.readReturn?.(new URLSearchParams({ pidx: "x", total_amount: amount }))?.amount;
      expect(claimed("145000")).toEqual({ amountMinor: 145_000, currency: bench.habits.currency });
      for (const amount of ["10.5", "-3", "1e5", "١٠٠", "NaN", "9".repeat(30)]) expect(claimed(amount)).toBeNull();
    },
  },
} as const satisfies Record<string, Case>;
