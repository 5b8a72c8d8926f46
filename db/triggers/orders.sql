-- What was agreed stays agreed (I6).
CREATE TRIGGER orders_frozen BEFORE UPDATE ON orders
WHEN NEW.number IS NOT OLD.number OR NEW.market_id IS NOT OLD.market_id OR NEW.billing_profile_id IS NOT OLD.billing_profile_id
  OR NEW.currency IS NOT OLD.currency OR NEW.subtotal_minor IS NOT OLD.subtotal_minor OR NEW.discount_minor IS NOT OLD.discount_minor
  OR NEW.delivery_minor IS NOT OLD.delivery_minor OR NEW.tax_minor IS NOT OLD.tax_minor OR NEW.tax_inclusive IS NOT OLD.tax_inclusive
  OR NEW.total_minor IS NOT OLD.total_minor OR NEW.shipping_address IS NOT OLD.shipping_address OR NEW.billing_address IS NOT OLD.billing_address
  OR NEW.shipping_required IS NOT OLD.shipping_required OR NEW.delivery_method_id IS NOT OLD.delivery_method_id
BEGIN SELECT RAISE(ABORT, 'E_ORDER_FROZEN'); END;
--> statement-breakpoint
CREATE TRIGGER orders_append_only BEFORE DELETE ON orders BEGIN SELECT RAISE(ABORT, 'E_APPEND_ONLY orders'); END;
--> statement-breakpoint
CREATE TRIGGER order_lines_frozen_insert BEFORE INSERT ON order_lines
WHEN EXISTS (SELECT 1 FROM order_events e WHERE e.order_id = NEW.order_id AND e.kind = 'placed') BEGIN SELECT RAISE(ABORT, 'E_ORDER_FROZEN'); END;
--> statement-breakpoint
CREATE TRIGGER order_lines_frozen_update BEFORE UPDATE ON order_lines BEGIN SELECT RAISE(ABORT, 'E_ORDER_FROZEN'); END;
--> statement-breakpoint
CREATE TRIGGER order_lines_frozen_delete BEFORE DELETE ON order_lines BEGIN SELECT RAISE(ABORT, 'E_ORDER_FROZEN'); END;
--> statement-breakpoint
-- Restricted goods wait for identity checks: none is in a placed order (I33).
CREATE TRIGGER order_lines_restricted BEFORE INSERT ON order_lines WHEN NEW.kind = 'restricted' BEGIN SELECT RAISE(ABORT, 'E_RESTRICTED'); END;
--> statement-breakpoint
CREATE TRIGGER order_events_append_only_update BEFORE UPDATE ON order_events BEGIN SELECT RAISE(ABORT, 'E_APPEND_ONLY order_events'); END;
--> statement-breakpoint
CREATE TRIGGER order_events_append_only_delete BEFORE DELETE ON order_events BEGIN SELECT RAISE(ABORT, 'E_APPEND_ONLY order_events'); END;
--> statement-breakpoint
CREATE TRIGGER order_adjustments_raise_rev AFTER INSERT ON order_adjustments BEGIN UPDATE orders SET money_rev = money_rev + 1 WHERE id = NEW.order_id; END;
--> statement-breakpoint
CREATE TRIGGER order_adjustments_append_only BEFORE UPDATE ON order_adjustments BEGIN SELECT RAISE(ABORT, 'E_APPEND_ONLY order_adjustments'); END;
--> statement-breakpoint
-- Nobody refuses at the door what has been paid: money that moved meanwhile stops the refusal.
CREATE TRIGGER orders_refused_unpaid BEFORE UPDATE OF order_status ON orders
WHEN NEW.order_status = 'cancelled' AND NEW.cancel_reason = 'refused' AND EXISTS (SELECT 1 FROM ledger l WHERE l.order_id = NEW.id AND l.kind = 'capture')
BEGIN SELECT RAISE(ABORT, 'E_MONEY_MOVED'); END;
--> statement-breakpoint
-- The payment status is a cache: it is written only together with the revision it was folded from (I7, I23).
CREATE TRIGGER orders_payment_guarded BEFORE UPDATE OF payment_status ON orders
WHEN NEW.payment_status <> OLD.payment_status AND NEW.folded_rev <> NEW.money_rev BEGIN SELECT RAISE(ABORT, 'E_STALE_FOLD'); END;
