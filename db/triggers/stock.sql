-- A movement is the only way the shelf changes (I2: on_hand = Σ movements, by construction).
CREATE TRIGGER stock_movements_apply AFTER INSERT ON stock_movements BEGIN
  INSERT INTO stock (id, variant_id) VALUES ('stk_' || substr(NEW.variant_id, 5), NEW.variant_id) ON CONFLICT (variant_id) DO NOTHING;
  UPDATE stock SET on_hand = on_hand + NEW.quantity WHERE variant_id = NEW.variant_id;
END;
--> statement-breakpoint
CREATE TRIGGER stock_movements_append_only_update BEFORE UPDATE ON stock_movements BEGIN SELECT RAISE(ABORT, 'E_APPEND_ONLY stock_movements'); END;
--> statement-breakpoint
CREATE TRIGGER stock_movements_append_only_delete BEFORE DELETE ON stock_movements BEGIN SELECT RAISE(ABORT, 'E_APPEND_ONLY stock_movements'); END;
--> statement-breakpoint
-- A hold promises stock; the CHECK E_OUT_OF_STOCK on the row it raises is the last wall (I1, I2).
-- It moves updated_at itself: the touch trigger would write the row once more, and this is the busiest row of a rush.
CREATE TRIGGER holds_reserve AFTER INSERT ON holds BEGIN
  UPDATE stock SET reserved = reserved + NEW.quantity, updated_at = max(cast(unixepoch('subsec') * 1000 as integer), updated_at + 1) WHERE variant_id = NEW.variant_id;
END;
--> statement-breakpoint
CREATE TRIGGER holds_born_live BEFORE INSERT ON holds WHEN NEW.state <> 'live' BEGIN SELECT RAISE(ABORT, 'E_HOLD_BORN_LIVE'); END;
--> statement-breakpoint
CREATE TRIGGER holds_end_once BEFORE UPDATE OF state ON holds WHEN OLD.state <> 'live' BEGIN SELECT RAISE(ABORT, 'E_HOLD_ENDED'); END;
--> statement-breakpoint
CREATE TRIGGER holds_append_only BEFORE DELETE ON holds BEGIN SELECT RAISE(ABORT, 'E_APPEND_ONLY holds'); END;
--> statement-breakpoint
-- Given back: what is not shipped yet. A consumed hold keeps its reservation until the goods leave.
CREATE TRIGGER holds_give_back AFTER UPDATE OF state ON holds WHEN NEW.state IN ('released', 'expired') BEGIN
  UPDATE stock SET reserved = reserved
    - (SELECT l.quantity - coalesce((SELECT sum(s.quantity) FROM shipment_lines s WHERE s.line_id = l.id), 0) FROM order_lines l WHERE l.id = NEW.line_id)
  WHERE variant_id = NEW.variant_id;
END;
--> statement-breakpoint
CREATE TRIGGER shipment_lines_refuse BEFORE INSERT ON shipment_lines BEGIN
  SELECT RAISE(ABORT, 'E_SHIPPED_TOO_MUCH') FROM order_lines l
    WHERE l.id = NEW.line_id AND NEW.quantity + coalesce((SELECT sum(s.quantity) FROM shipment_lines s WHERE s.line_id = l.id), 0) > l.quantity;
  SELECT RAISE(ABORT, 'E_NOT_HELD') FROM order_lines l
    WHERE l.id = NEW.line_id AND l.kind <> 'digital' AND NOT EXISTS (SELECT 1 FROM holds h WHERE h.line_id = l.id AND h.state IN ('live', 'consumed'));
  SELECT RAISE(ABORT, 'E_OTHER_ORDER') FROM order_lines l JOIN shipments p ON p.id = NEW.shipment_id WHERE l.id = NEW.line_id AND l.order_id <> p.order_id;
END;
--> statement-breakpoint
-- Goods leave: the promise and the shelf go down together, and the hold is used up if money had not used it up before.
CREATE TRIGGER shipment_lines_leave AFTER INSERT ON shipment_lines
WHEN (SELECT kind FROM order_lines WHERE id = NEW.line_id) <> 'digital' BEGIN
  UPDATE holds SET state = 'consumed', ended_at = cast(unixepoch('subsec') * 1000 as integer) WHERE line_id = NEW.line_id AND state = 'live';
  UPDATE stock SET reserved = reserved - NEW.quantity WHERE variant_id = (SELECT variant_id FROM order_lines WHERE id = NEW.line_id);
  INSERT INTO stock_movements (id, variant_id, quantity, reason, order_id, actor_id)
    SELECT 'mov_' || substr(NEW.id, 5), l.variant_id, -NEW.quantity, 'sold', l.order_id, (SELECT actor_id FROM shipments WHERE id = NEW.shipment_id)
    FROM order_lines l WHERE l.id = NEW.line_id;
END;
--> statement-breakpoint
CREATE TRIGGER shipment_lines_append_only_update BEFORE UPDATE ON shipment_lines BEGIN SELECT RAISE(ABORT, 'E_APPEND_ONLY shipment_lines'); END;
--> statement-breakpoint
CREATE TRIGGER shipment_lines_append_only_delete BEFORE DELETE ON shipment_lines BEGIN SELECT RAISE(ABORT, 'E_APPEND_ONLY shipment_lines'); END;
