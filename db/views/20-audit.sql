CREATE VIEW audit_orders AS
SELECT o.id AS order_id, o.currency, m.total_minor, m.value AS status, o.paid_at, o.user_id, o.user_id IS NULL AS is_guest, '' AS seller_ids
FROM orders o JOIN order_money m ON m.order_id = o.id;
--> statement-breakpoint
CREATE VIEW audit_ledger AS
SELECT id AS entry_id, tx_id, order_id, gateway AS provider, provider_ref, kind, amount_minor, currency, recorded_at FROM ledger;
--> statement-breakpoint
CREATE VIEW audit_stock AS SELECT variant_id, on_hand, reserved FROM stock;
--> statement-breakpoint
CREATE VIEW audit_holds AS SELECT id AS hold_id, variant_id, order_id, quantity AS qty, state FROM holds;
--> statement-breakpoint
CREATE VIEW audit_events AS SELECT gateway AS provider, event_key, authenticated, applied_at, outcome FROM webhook_inbox;
--> statement-breakpoint
CREATE VIEW audit_documents AS SELECT NULL AS doc_id, NULL AS owner_id, NULL AS kind, NULL AS object_key, NULL AS reads_logged WHERE 0;
