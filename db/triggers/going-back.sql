-- Money going back, money asked back, and money that fits nothing. A refund moves only along its table (src/domain/payments/transitions.ts; a test compares).
CREATE TRIGGER refunds_transitions BEFORE UPDATE OF status ON refunds
WHEN NEW.status <> OLD.status AND OLD.status || '>' || NEW.status NOT IN (
  'requested>approved', 'requested>failed', 'approved>submitted', 'approved>failed', 'approved>done',
  'submitted>unknown', 'submitted>done', 'submitted>failed', 'unknown>done', 'unknown>failed', 'done>failed')
BEGIN SELECT RAISE(ABORT, 'E_REFUND_TRANSITION'); END;
--> statement-breakpoint
CREATE TRIGGER refunds_frozen BEFORE UPDATE ON refunds
WHEN NEW.order_id IS NOT OLD.order_id OR NEW.capture_id IS NOT OLD.capture_id OR NEW.gateway IS NOT OLD.gateway OR NEW.amount_minor IS NOT OLD.amount_minor
  OR NEW.currency IS NOT OLD.currency OR NEW.requested_by IS NOT OLD.requested_by OR NEW.two_people IS NOT OLD.two_people
  OR (OLD.provider_reference IS NOT NULL AND NEW.provider_reference IS NOT OLD.provider_reference)
BEGIN SELECT RAISE(ABORT, 'E_REFUND_FROZEN'); END;
--> statement-breakpoint
CREATE TRIGGER refunds_append_only BEFORE DELETE ON refunds BEGIN SELECT RAISE(ABORT, 'E_APPEND_ONLY refunds'); END;
--> statement-breakpoint
-- Whoever approves is not who asked (I29).
CREATE TRIGGER refunds_two_people BEFORE UPDATE OF approved_by ON refunds WHEN NEW.two_people = 1 AND NEW.approved_by = NEW.requested_by
BEGIN SELECT RAISE(ABORT, 'E_TWO_PEOPLE'); END;
--> statement-breakpoint
-- A capture that is disputed gives nothing back: the bank may take the same money.
CREATE TRIGGER refunds_not_while_disputed BEFORE UPDATE OF status ON refunds WHEN OLD.status = 'approved' AND NEW.status IN ('submitted', 'done') BEGIN
  SELECT RAISE(ABORT, 'E_DISPUTED') FROM ledger c WHERE c.id = NEW.capture_id AND (
    EXISTS (SELECT 1 FROM disputes d WHERE d.attempt_id = c.attempt_id AND d.is_open = 1)
    OR coalesce((SELECT sum(CASE l.kind WHEN 'chargeback' THEN l.amount_minor ELSE -l.amount_minor END) FROM ledger l
                 WHERE l.attempt_id = c.attempt_id AND l.kind IN ('chargeback', 'chargeback-undone')), 0) > 0);
END;
--> statement-breakpoint
CREATE TRIGGER refunds_same_gateway BEFORE INSERT ON refunds BEGIN
  SELECT RAISE(ABORT, 'E_REFUND_CAPTURE') WHERE NOT EXISTS (
    SELECT 1 FROM ledger c WHERE c.id = NEW.capture_id AND c.kind = 'capture' AND c.order_id = NEW.order_id AND c.gateway = NEW.gateway AND c.currency = NEW.currency);
END;
--> statement-breakpoint
CREATE TRIGGER disputes_append_only BEFORE DELETE ON disputes BEGIN SELECT RAISE(ABORT, 'E_APPEND_ONLY disputes'); END;
--> statement-breakpoint
-- Confirmed money that fits nothing ends once, and as what it was.
CREATE TRIGGER unallocated_ends_once BEFORE UPDATE ON unallocated
WHEN (OLD.state <> 'open' AND NEW.state <> OLD.state) OR NEW.gateway IS NOT OLD.gateway OR NEW.provider_ref IS NOT OLD.provider_ref
  OR NEW.amount_minor IS NOT OLD.amount_minor OR NEW.currency IS NOT OLD.currency
BEGIN SELECT RAISE(ABORT, 'E_UNALLOCATED_ENDED'); END;
--> statement-breakpoint
CREATE TRIGGER unallocated_append_only BEFORE DELETE ON unallocated BEGIN SELECT RAISE(ABORT, 'E_APPEND_ONLY unallocated'); END;
--> statement-breakpoint
-- The same money is never both a fact and unallocated, whether the provider or a person named it.
CREATE TRIGGER unallocated_not_a_fact BEFORE INSERT ON unallocated
WHEN EXISTS (SELECT 1 FROM ledger l WHERE l.gateway = NEW.gateway AND l.provider_ref IN (NEW.provider_ref, NEW.gateway || '/' || NEW.provider_ref) AND l.kind = 'capture')
BEGIN SELECT RAISE(IGNORE); END;
--> statement-breakpoint
-- What has gone back, or is said to have while a second person has not decided, pays nothing …
CREATE TRIGGER ledger_not_gone_back BEFORE INSERT ON ledger
WHEN NEW.kind = 'capture' AND EXISTS (SELECT 1 FROM money_gone_back g WHERE g.gateway = NEW.gateway AND g.provider_ref = NEW.provider_ref)
BEGIN SELECT RAISE(ABORT, 'E_MONEY_GONE_BACK'); END;
--> statement-breakpoint
-- … nor does its line of the statement wait for anybody's word on an order.
CREATE TRIGGER bank_lines_not_gone_back BEFORE UPDATE OF state ON bank_lines WHEN NEW.state = 'waiting' AND OLD.state = 'open' BEGIN
  SELECT RAISE(ABORT, 'E_MONEY_GONE_BACK') FROM bank_accounts a JOIN money_gone_back g ON g.gateway = 'bank-transfer' AND g.provider_ref = a.account_number || '/' || NEW.key
  WHERE a.id = NEW.account_id;
END;
--> statement-breakpoint
CREATE TRIGGER bank_lines_transitions BEFORE UPDATE OF state ON bank_lines
WHEN NEW.state <> OLD.state AND OLD.state || '>' || NEW.state NOT IN ('open>waiting', 'open>booked', 'open>set-aside', 'waiting>booked', 'waiting>open', 'set-aside>open')
BEGIN SELECT RAISE(ABORT, 'E_BANK_LINE_TRANSITION'); END;
--> statement-breakpoint
CREATE TRIGGER bank_lines_frozen BEFORE UPDATE ON bank_lines
WHEN NEW.account_id IS NOT OLD.account_id OR NEW.key IS NOT OLD.key OR NEW.amount_minor IS NOT OLD.amount_minor OR NEW.currency IS NOT OLD.currency
BEGIN SELECT RAISE(ABORT, 'E_BANK_LINE_FROZEN'); END;
--> statement-breakpoint
CREATE TRIGGER bank_lines_append_only BEFORE DELETE ON bank_lines BEGIN SELECT RAISE(ABORT, 'E_APPEND_ONLY bank_lines'); END;
--> statement-breakpoint
CREATE TRIGGER bank_proofs_append_only BEFORE DELETE ON bank_proofs BEGIN SELECT RAISE(ABORT, 'E_APPEND_ONLY bank_proofs'); END;
--> statement-breakpoint
CREATE TRIGGER statement_lines_append_only BEFORE UPDATE ON statement_lines BEGIN SELECT RAISE(ABORT, 'E_APPEND_ONLY statement_lines'); END;
--> statement-breakpoint
CREATE TRIGGER document_reads_append_only_update BEFORE UPDATE ON document_reads BEGIN SELECT RAISE(ABORT, 'E_APPEND_ONLY document_reads'); END;
--> statement-breakpoint
CREATE TRIGGER document_reads_append_only_delete BEFORE DELETE ON document_reads BEGIN SELECT RAISE(ABORT, 'E_APPEND_ONLY document_reads'); END;
