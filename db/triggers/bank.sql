-- The account a payer was shown stays with the attempt, however the shop's accounts change.
CREATE TRIGGER payments_keep_account AFTER INSERT ON payments WHEN NEW.gateway = 'bank-transfer' AND NEW.wire = '{}' BEGIN
  UPDATE payments SET wire = (
    SELECT json_object('account', json_object('id', a.id, 'bankName', a.bank_name, 'branch', a.branch, 'accountName', a.account_name, 'accountNumber', a.account_number, 'swift', a.swift))
    FROM bank_accounts a WHERE a.currency = NEW.currency AND a.is_active = 1 ORDER BY a.created_at DESC, a.id DESC LIMIT 1)
  WHERE id = NEW.id AND EXISTS (SELECT 1 FROM bank_accounts a WHERE a.currency = NEW.currency AND a.is_active = 1);
END;
--> statement-breakpoint
CREATE TRIGGER bank_lines_born_open BEFORE INSERT ON bank_lines WHEN NEW.state <> 'open' BEGIN SELECT RAISE(ABORT, 'E_BANK_LINE_BORN_OPEN'); END;
--> statement-breakpoint
-- A line is booked together with its fact, and never otherwise (I19).
CREATE TRIGGER bank_lines_need_fact BEFORE UPDATE OF state ON bank_lines WHEN NEW.state = 'booked' AND OLD.state <> 'booked' BEGIN
  SELECT RAISE(ABORT, 'E_BANK_NOT_BOOKED') WHERE NOT EXISTS (
    SELECT 1 FROM ledger l JOIN bank_accounts a ON a.id = NEW.account_id
    WHERE l.attempt_id = NEW.attempt_id AND l.order_id = NEW.order_id AND l.kind = 'capture' AND l.gateway = 'bank-transfer'
      AND l.provider_ref = a.account_number || '/' || NEW.key AND l.amount_minor = NEW.amount_minor);
END;
--> statement-breakpoint
-- Where two people are asked, the second has said yes; that they differ is the CHECK E_TWO_PEOPLE (I29).
CREATE TRIGGER bank_lines_second_person BEFORE UPDATE OF state ON bank_lines
WHEN NEW.state = 'booked' AND OLD.state <> 'booked' AND NEW.two_people = 1 AND NEW.approved_by IS NULL
BEGIN SELECT RAISE(ABORT, 'E_SECOND_PERSON'); END;
--> statement-breakpoint
-- Whoever has the last word on a transfer is not the one who bought (I29).
CREATE TRIGGER bank_lines_not_by_buyer BEFORE UPDATE OF state ON bank_lines WHEN NEW.state = 'booked' AND OLD.state <> 'booked' BEGIN
  SELECT RAISE(ABORT, 'E_OWN_ORDER') FROM order_buyers b
  WHERE b.order_id = NEW.order_id AND b.user_id = coalesce(NEW.approved_by, NEW.matched_by, NEW.entered_by);
END;
--> statement-breakpoint
-- A slip is judged once.
CREATE TRIGGER bank_proofs_judged_once BEFORE UPDATE OF state, reviewed_by, reviewed_at ON bank_proofs
WHEN OLD.state <> 'submitted' AND (NEW.state <> OLD.state OR NEW.reviewed_by IS NOT OLD.reviewed_by OR NEW.reviewed_at IS NOT OLD.reviewed_at)
BEGIN SELECT RAISE(ABORT, 'E_PROOF_JUDGED'); END;
--> statement-breakpoint
CREATE TRIGGER bank_proofs_frozen BEFORE UPDATE ON bank_proofs
WHEN NEW.order_id IS NOT OLD.order_id OR NEW.attempt_id IS NOT OLD.attempt_id OR NEW.object_key IS NOT OLD.object_key OR NEW.sha256 IS NOT OLD.sha256
BEGIN SELECT RAISE(ABORT, 'E_PROOF_FROZEN'); END;
