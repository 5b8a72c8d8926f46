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
CREATE VIEW audit_documents AS
SELECT p.id AS doc_id, o.billing_profile_id AS owner_id, 'bank-proof' AS kind, p.object_key, (SELECT count(*) FROM document_reads r WHERE r.document_id = p.id) AS reads_logged
FROM bank_proofs p JOIN orders o ON o.id = p.order_id;
