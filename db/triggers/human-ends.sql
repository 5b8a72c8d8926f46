-- What a person says of money ends once, and stays as it was said.
CREATE TRIGGER human_ends_born_open BEFORE INSERT ON human_ends WHEN NEW.state <> 'open' OR NEW.approved_by IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'E_HUMAN_END_BORN_OPEN'); END;
--> statement-breakpoint
CREATE TRIGGER human_ends_end_once BEFORE UPDATE OF id, kind, subject, order_id, reference, occurred_on, note, state, answer, two_people, requested_by, approved_by ON human_ends
WHEN OLD.state <> 'open' OR NEW.id IS NOT OLD.id OR NEW.kind IS NOT OLD.kind OR NEW.subject IS NOT OLD.subject OR NEW.order_id IS NOT OLD.order_id OR NEW.reference IS NOT OLD.reference
  OR NEW.occurred_on IS NOT OLD.occurred_on OR NEW.note IS NOT OLD.note OR NEW.two_people IS NOT OLD.two_people OR NEW.requested_by IS NOT OLD.requested_by
BEGIN SELECT RAISE(ABORT, 'E_HUMAN_END_ENDED'); END;
--> statement-breakpoint
CREATE TRIGGER human_ends_append_only BEFORE DELETE ON human_ends BEGIN SELECT RAISE(ABORT, 'E_APPEND_ONLY human_ends'); END;
--> statement-breakpoint
-- It is done while its subject still waits, and never with a reference that is in the books already: that would be the same money twice.
CREATE TRIGGER human_ends_subject_waits BEFORE UPDATE OF state ON human_ends WHEN NEW.state = 'done' AND OLD.state = 'open' BEGIN
  SELECT RAISE(ABORT, 'E_ATTEMPT_ENDED') WHERE NEW.kind = 'captured'
    AND NOT EXISTS (SELECT 1 FROM payments p WHERE p.id = NEW.subject AND p.status IN ('submitted', 'unknown'));
  SELECT RAISE(ABORT, 'E_UNALLOCATED_ENDED') WHERE NEW.kind <> 'captured'
    AND NOT EXISTS (SELECT 1 FROM unallocated u WHERE u.id = NEW.subject AND u.state = 'open');
  SELECT RAISE(ABORT, 'E_REFERENCE_TAKEN') FROM payments p WHERE NEW.kind = 'captured' AND p.id = NEW.subject AND (
    EXISTS (SELECT 1 FROM ledger l WHERE l.gateway = p.gateway AND l.kind = 'capture' AND l.provider_ref IN (NEW.reference, p.gateway || '/' || NEW.reference))
    OR EXISTS (SELECT 1 FROM unallocated u WHERE u.gateway = p.gateway AND u.provider_ref = NEW.reference)
    OR EXISTS (SELECT 1 FROM payments o WHERE o.gateway = p.gateway AND o.receipt = NEW.reference AND o.id <> p.id));
END;
--> statement-breakpoint
-- Nobody says of an order of their own that it was paid (I29): neither who asks …
CREATE TRIGGER human_ends_not_by_buyer_asking BEFORE INSERT ON human_ends
WHEN EXISTS (SELECT 1 FROM order_buyers b WHERE b.order_id = NEW.order_id AND b.user_id = NEW.requested_by)
BEGIN SELECT RAISE(ABORT, 'E_OWN_ORDER'); END;
--> statement-breakpoint
-- … nor who agrees.
CREATE TRIGGER human_ends_not_by_buyer BEFORE UPDATE OF state ON human_ends
WHEN NEW.state = 'done' AND EXISTS (SELECT 1 FROM order_buyers b WHERE b.order_id = NEW.order_id AND b.user_id = NEW.approved_by)
BEGIN SELECT RAISE(ABORT, 'E_OWN_ORDER'); END;
--> statement-breakpoint
-- Stray money is sent back only by people who said so.
CREATE TRIGGER unallocated_returned_by_people BEFORE UPDATE OF state ON unallocated
WHEN NEW.state = 'returned' AND OLD.state <> 'returned' AND NOT EXISTS (SELECT 1 FROM human_ends e WHERE e.subject = NEW.id AND e.kind = 'returned' AND e.state = 'done')
BEGIN SELECT RAISE(ABORT, 'E_SECOND_PERSON'); END;
--> statement-breakpoint
-- Nobody gives money back to themselves (I29): neither who asks …
CREATE TRIGGER refunds_not_by_buyer_asking BEFORE INSERT ON refunds
WHEN EXISTS (SELECT 1 FROM order_buyers b WHERE b.order_id = NEW.order_id AND b.user_id = NEW.requested_by)
BEGIN SELECT RAISE(ABORT, 'E_OWN_ORDER'); END;
--> statement-breakpoint
-- … nor who agrees or moves it.
CREATE TRIGGER refunds_not_by_buyer BEFORE UPDATE OF approved_by, finished_by ON refunds
WHEN EXISTS (SELECT 1 FROM order_buyers b WHERE b.order_id = NEW.order_id AND b.user_id IN (NEW.approved_by, NEW.finished_by))
BEGIN SELECT RAISE(ABORT, 'E_OWN_ORDER'); END;
--> statement-breakpoint
-- What is too much goes back once, however many press at one moment.
CREATE TRIGGER refunds_within_excess BEFORE INSERT ON refunds WHEN NEW.purpose = 'excess' AND NEW.status <> 'failed' BEGIN
  SELECT RAISE(ABORT, 'E_REFUND_EXCEEDS') FROM order_money m WHERE m.order_id = NEW.order_id AND NEW.amount_minor
    + coalesce((SELECT sum(r.amount_minor) FROM refunds r WHERE r.order_id = NEW.order_id AND r.purpose = 'excess' AND r.status IN ('requested', 'approved', 'submitted', 'unknown')), 0)
    > m.net_minor - m.total_minor;
END;
--> statement-breakpoint
-- A piece is refunded once.
CREATE TRIGGER refunds_lines_once BEFORE INSERT ON refunds WHEN NEW.lines <> '[]' AND NEW.status <> 'failed' BEGIN
  SELECT RAISE(ABORT, 'E_REFUND_LINES') FROM (SELECT x.value->>'lineId' AS line_id, sum(x.value->>'quantity') AS pieces FROM json_each(NEW.lines) x GROUP BY 1) w
    LEFT JOIN order_lines l ON l.id = w.line_id AND l.order_id = NEW.order_id
    WHERE coalesce(l.quantity, 0) < w.pieces + coalesce((SELECT sum(y.value->>'quantity') FROM refunds r, json_each(r.lines) y
      WHERE r.order_id = NEW.order_id AND r.status <> 'failed' AND y.value->>'lineId' = w.line_id), 0);
END;
