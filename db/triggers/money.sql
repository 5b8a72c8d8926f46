-- An attempt moves only along its table (src/domain/payments/transitions.ts; a test compares).
CREATE TRIGGER payments_transitions BEFORE UPDATE OF status ON payments
WHEN NEW.status <> OLD.status AND OLD.status || '>' || NEW.status NOT IN (
  'created>submitted', 'created>failed', 'created>withdrawn', 'created>captured',
  'submitted>unknown', 'submitted>captured', 'submitted>failed', 'submitted>expired', 'submitted>withdrawn',
  'unknown>captured', 'unknown>failed', 'unknown>expired',
  'failed>captured', 'expired>captured', 'withdrawn>captured')
BEGIN SELECT RAISE(ABORT, 'E_ATTEMPT_TRANSITION'); END;
--> statement-breakpoint
CREATE TRIGGER payments_frozen BEFORE UPDATE ON payments
WHEN NEW.order_id IS NOT OLD.order_id OR NEW.gateway IS NOT OLD.gateway OR NEW.amount_minor IS NOT OLD.amount_minor OR NEW.currency IS NOT OLD.currency
  OR NEW.reference IS NOT OLD.reference OR NEW.mode IS NOT OLD.mode OR NEW.account IS NOT OLD.account
  OR (OLD.provider_reference IS NOT NULL AND NEW.provider_reference IS NOT OLD.provider_reference)
BEGIN SELECT RAISE(ABORT, 'E_ATTEMPT_FROZEN'); END;
--> statement-breakpoint
CREATE TRIGGER payments_append_only BEFORE DELETE ON payments BEGIN SELECT RAISE(ABORT, 'E_APPEND_ONLY payments'); END;
--> statement-breakpoint
-- An attempt speaks the order's currency (I12).
CREATE TRIGGER payments_currency BEFORE INSERT ON payments
WHEN NEW.currency <> (SELECT currency FROM orders WHERE id = NEW.order_id) BEGIN SELECT RAISE(ABORT, 'E_AMOUNT_MISMATCH'); END;
--> statement-breakpoint
CREATE TRIGGER payments_raise_rev AFTER UPDATE OF status, pending_at ON payments
WHEN NEW.status <> OLD.status OR NEW.pending_at IS NOT OLD.pending_at BEGIN
  UPDATE orders SET money_rev = money_rev + 1 WHERE id = NEW.order_id;
END;
--> statement-breakpoint
-- Only money that fits its attempt is a fact (I12); what does not is `mismatch` or `unallocated`.
CREATE TRIGGER ledger_fits_attempt BEFORE INSERT ON ledger WHEN NEW.kind = 'capture' BEGIN
  SELECT RAISE(ABORT, 'E_AMOUNT_MISMATCH') WHERE NOT EXISTS (
    SELECT 1 FROM payments p WHERE p.id = NEW.attempt_id AND p.order_id = NEW.order_id AND p.gateway = NEW.gateway
      AND p.amount_minor = NEW.amount_minor AND p.currency = NEW.currency);
END;
--> statement-breakpoint
-- Never more back than came (I8). A fact that stands there already is told once more, and changes nothing.
CREATE TRIGGER ledger_refund_within_capture BEFORE INSERT ON ledger
WHEN NEW.kind = 'refund' AND NOT EXISTS (SELECT 1 FROM ledger l WHERE l.gateway = NEW.gateway AND l.provider_ref = NEW.provider_ref AND l.kind = 'refund') BEGIN
  SELECT RAISE(ABORT, 'E_REFUND_EXCEEDS') WHERE NEW.amount_minor
    + coalesce((SELECT sum(CASE kind WHEN 'refund' THEN amount_minor ELSE -amount_minor END) FROM ledger WHERE order_id = NEW.order_id AND kind IN ('refund', 'refund-undone')), 0)
    > coalesce((SELECT sum(amount_minor) FROM ledger WHERE order_id = NEW.order_id AND kind = 'capture'), 0);
END;
--> statement-breakpoint
-- Double entry by construction (I16): each fact's counter-leg is written with it.
CREATE TRIGGER ledger_counter_leg AFTER INSERT ON ledger WHEN NEW.kind NOT LIKE '%-contra' BEGIN
  INSERT INTO ledger (id, tx_id, order_id, attempt_id, gateway, provider_ref, kind, amount_minor, currency, occurred_at, recorded_at)
    VALUES (NEW.id || '/contra', NEW.tx_id, NEW.order_id, NEW.attempt_id, NEW.gateway, NEW.provider_ref, NEW.kind || '-contra', -NEW.amount_minor, NEW.currency, NEW.occurred_at, NEW.recorded_at);
  UPDATE orders SET money_rev = money_rev + 1 WHERE id = NEW.order_id;
END;
--> statement-breakpoint
CREATE TRIGGER ledger_contra_needs_leg BEFORE INSERT ON ledger WHEN NEW.kind LIKE '%-contra'
  AND NOT EXISTS (SELECT 1 FROM ledger l WHERE l.id || '/contra' = NEW.id AND l.amount_minor = -NEW.amount_minor)
BEGIN SELECT RAISE(ABORT, 'E_UNBALANCED'); END;
--> statement-breakpoint
CREATE TRIGGER ledger_append_only_update BEFORE UPDATE ON ledger BEGIN SELECT RAISE(ABORT, 'E_APPEND_ONLY ledger'); END;
--> statement-breakpoint
CREATE TRIGGER ledger_append_only_delete BEFORE DELETE ON ledger BEGIN SELECT RAISE(ABORT, 'E_APPEND_ONLY ledger'); END;
--> statement-breakpoint
-- The hash chain: each seal covers the entry and the seal before it. `npm run audit` recomputes it.
CREATE TRIGGER ledger_seal AFTER INSERT ON ledger BEGIN
  INSERT INTO ledger_seals (id, entry_id, hash) SELECT 'seal_' || NEW.id, NEW.id,
    lower(hex(sha3(coalesce((SELECT hash FROM ledger_seals ORDER BY rowid DESC LIMIT 1), '') || '|' || NEW.id || '|' || NEW.tx_id || '|' || NEW.order_id || '|' || NEW.attempt_id
      || '|' || NEW.gateway || '|' || NEW.provider_ref || '|' || NEW.kind || '|' || NEW.amount_minor || '|' || NEW.currency || '|' || NEW.occurred_at || '|' || NEW.recorded_at, 256)));
END;
--> statement-breakpoint
CREATE TRIGGER ledger_seals_append_only_update BEFORE UPDATE ON ledger_seals BEGIN SELECT RAISE(ABORT, 'E_APPEND_ONLY ledger_seals'); END;
--> statement-breakpoint
CREATE TRIGGER ledger_seals_append_only_delete BEFORE DELETE ON ledger_seals BEGIN SELECT RAISE(ABORT, 'E_APPEND_ONLY ledger_seals'); END;
--> statement-breakpoint
CREATE TRIGGER refunds_within_capture BEFORE INSERT ON refunds
WHEN NEW.status <> 'failed' AND NOT EXISTS (SELECT 1 FROM refunds r WHERE r.id = NEW.id OR (r.gateway = NEW.gateway AND r.provider_reference = NEW.provider_reference)) BEGIN
  SELECT RAISE(ABORT, 'E_REFUND_EXCEEDS') WHERE NEW.amount_minor + coalesce((SELECT sum(amount_minor) FROM refunds WHERE capture_id = NEW.capture_id AND status <> 'failed'), 0)
    > coalesce((SELECT amount_minor FROM ledger WHERE id = NEW.capture_id AND kind = 'capture'), 0);
END;
--> statement-breakpoint
CREATE TRIGGER payment_log_append_only_update BEFORE UPDATE ON payment_log BEGIN SELECT RAISE(ABORT, 'E_APPEND_ONLY payment_log'); END;
--> statement-breakpoint
CREATE TRIGGER payment_log_append_only_delete BEFORE DELETE ON payment_log BEGIN SELECT RAISE(ABORT, 'E_APPEND_ONLY payment_log'); END;
