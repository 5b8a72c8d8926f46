import type { Ref } from "preact";
import type { BankDeskView, DeskProof } from "#domain/payments/bank-schema";
import { Field } from "../../Field.tsx";
import { amount, cash } from "../../words.ts";
import { useFocusOnFault } from "../ActForm.tsx";
import { amountOf } from "../cash.ts";
import { errorAt } from "../trouble.ts";
import type { Acting } from "../use-acting.ts";
import { actInWords, type TypedTransfer } from "./typed-transfer.ts";

interface Props {
  proof: DeskProof;
  desk: BankDeskView;
  typed: TypedTransfer;
  wrong: Readonly<Record<string, string>>;
  acting: Acting<BankDeskView>;
  /** Why nothing can be done here just now. */
  shut: string | null;
  onWrite: (change: Partial<TypedTransfer>) => void;
  onApprove: () => void;
  onRefuse: () => void;
  refuseButton: Ref<HTMLButtonElement>;
}

/** Amount, reference and day, typed from the statement. The button says what will be true afterwards. */
export function SlipForm(props: Props) {
  const { proof, desk, typed, wrong, acting, shut, onWrite, onApprove, onRefuse, refuseButton } = props;
  const { busy, problem } = acting;
  const form = useFocusOnFault(Object.keys(wrong).length > 0 ? wrong : problem);
  const accounts = desk.accounts.filter(({ currency }) => currency === proof.currency);
  const read = amountOf(typed.amount, proof.currency, { missing: "", notAbove0: "", wholeShillings: false });
  const amountMinor = "amountMinor" in read ? read.amountMinor : null;
  const off = amountMinor === null ? 0 : amountMinor - proof.order.dueMinor;
  const at = (name: string) => wrong[name] ?? errorAt(problem, `/${name}`);
  if (shut)
    return (
      <p class="flag wait">
        <b>Not for you just now.</b> {shut}
      </p>
    );
  return (
    <form
      class="stack gap-16"
      ref={form}
      aria-label="What the statement says"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        onApprove();
      }}
    >
      <noscript>
        <p class="flag">
          This browser runs no scripts. Slips can be looked at here; to judge them, open this page with scripts switched
          on.
        </p>
      </noscript>
      <p class="lab">From the statement, not from the slip</p>
      {accounts.length !== 1 && (
        <div class="field">
          <label for="accountId">Account it came to</label>
          <select
            class="in"
            id="accountId"
            value={typed.accountId}
            aria-invalid={at("accountId") ? "true" : undefined}
            aria-describedby={at("accountId") ? "accountId-error" : undefined}
            onChange={(event) => onWrite({ accountId: event.currentTarget.value })}
          >
            <option value="">Choose one</option>
            {accounts.map((one) => (
              <option key={one.id} value={one.id}>
                {one.bankName}, {one.accountNumber}
              </option>
            ))}
          </select>
          {at("accountId") && (
            <p class="err" id="accountId-error">
              {at("accountId")}
            </p>
          )}
        </div>
      )}
      <Field
        name="amountMinor"
        label={`Amount, ${proof.currency}`}
        value={typed.amount}
        onWrite={(text) => onWrite({ amount: text })}
        error={at("amountMinor")}
        hint={
          off < 0
            ? `${cash(-off, proof.currency)} will still be due.`
            : off > 0
              ? `${cash(off, proof.currency)} more than is due.`
              : `${amount(proof.order.dueMinor, proof.currency)} is due.`
        }
        inputMode="decimal"
        maxLength={20}
        autocomplete="off"
      />
      <div class="two-fields">
        <Field
          name="bankRef"
          label="Bank’s reference"
          value={typed.bankRef}
          onWrite={(bankRef) => onWrite({ bankRef })}
          error={at("bankRef")}
          maxLength={60}
          autocomplete="off"
        />
        <Field
          name="bookedOn"
          label="Day"
          type="date"
          value={typed.bookedOn}
          onWrite={(bookedOn) => onWrite({ bookedOn })}
          error={at("bookedOn")}
        />
      </div>
      <div class="stack gap-8">
        <button type="submit" class="btn main wide" aria-disabled={busy} aria-keyshortcuts="a">
          {busy ? "Writing it down …" : actInWords(proof, amountMinor, desk.twoPeopleFrom)} <kbd>A</kbd>
        </button>
        <button
          type="button"
          class="btn wide"
          aria-keyshortcuts="r"
          aria-disabled={busy}
          ref={refuseButton}
          onClick={onRefuse}
        >
          Send it back <kbd>R</kbd>
        </button>
        <p class="small muted">Your name goes beside this.</p>
      </div>
    </form>
  );
}
