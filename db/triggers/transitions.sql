-- Mirrors of src/domain/orders/transitions.ts and src/domain/fulfilment/transitions.ts (a test compares; I23).
CREATE TRIGGER orders_transitions BEFORE UPDATE OF order_status ON orders
WHEN NEW.order_status <> OLD.order_status AND OLD.order_status || '>' || NEW.order_status NOT IN ('placed>completed', 'placed>cancelled', 'cancelled>placed')
BEGIN SELECT RAISE(ABORT, 'E_ORDER_TRANSITION'); END;
--> statement-breakpoint
CREATE TRIGGER orders_fulfilment_transitions BEFORE UPDATE OF fulfilment_status ON orders
WHEN NEW.fulfilment_status <> OLD.fulfilment_status AND OLD.fulfilment_status || '>' || NEW.fulfilment_status NOT IN (
  'unfulfilled>partial', 'unfulfilled>shipped', 'partial>shipped', 'shipped>delivered', 'partial>returned', 'shipped>returned', 'delivered>returned')
BEGIN SELECT RAISE(ABORT, 'E_FULFILMENT_TRANSITION'); END;
--> statement-breakpoint
CREATE TRIGGER orders_reinstate_only_unpaid BEFORE UPDATE OF order_status ON orders
WHEN OLD.order_status = 'cancelled' AND NEW.order_status = 'placed' AND OLD.cancel_reason IS NOT 'not-paid' BEGIN SELECT RAISE(ABORT, 'E_ORDER_TRANSITION'); END;
--> statement-breakpoint
CREATE TRIGGER orders_verification_transitions BEFORE UPDATE OF verification_status ON orders
WHEN NEW.verification_status <> OLD.verification_status AND OLD.verification_status || '>' || NEW.verification_status NOT IN (
  'not-asked>asked', 'asked>approved', 'asked>rejected', 'rejected>asked')
BEGIN SELECT RAISE(ABORT, 'E_VERIFICATION_TRANSITION'); END;
