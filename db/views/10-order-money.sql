-- The fold of an order's money in SQL: the audit's own, beside src/domain/payments/fold.ts.
CREATE VIEW order_money AS
SELECT f.*, f.captured - f.refunded - f.charged_back AS net_minor,
  CASE
    WHEN f.charged_back > 0 THEN 'disputed'
    WHEN f.captured > 0 AND f.refunded >= f.captured THEN 'refunded'
    WHEN f.captured - f.refunded - f.charged_back > f.total_minor THEN 'overpaid'
    WHEN f.captured - f.refunded - f.charged_back = f.total_minor THEN 'paid'
    WHEN f.captured >= f.total_minor THEN 'part-refunded'
    WHEN f.waiting > 0 THEN 'checking'
    WHEN f.captured - f.refunded - f.charged_back > 0 THEN 'part-paid'
    ELSE 'unpaid'
  END AS value
FROM (
  SELECT o.id AS order_id, o.currency,
    o.total_minor + coalesce((SELECT sum(amount_minor) FROM order_adjustments a WHERE a.order_id = o.id), 0) AS total_minor,
    coalesce((SELECT sum(amount_minor) FROM ledger l WHERE l.order_id = o.id AND l.kind = 'capture'), 0) AS captured,
    coalesce((SELECT sum(CASE l.kind WHEN 'refund' THEN amount_minor ELSE -amount_minor END) FROM ledger l WHERE l.order_id = o.id AND l.kind IN ('refund', 'refund-undone')), 0) AS refunded,
    coalesce((SELECT sum(CASE l.kind WHEN 'chargeback' THEN amount_minor ELSE -amount_minor END) FROM ledger l WHERE l.order_id = o.id AND l.kind IN ('chargeback', 'chargeback-undone')), 0) AS charged_back,
    (SELECT count(*) FROM payments p WHERE p.order_id = o.id AND (p.status = 'unknown' OR (p.status = 'submitted' AND p.pending_at IS NOT NULL))) AS waiting
  FROM orders o
) f;
