-- What `npm run audit` prints: one row per broken invariant (docs/architecture.md lists them). Empty on a sound shop.
CREATE VIEW audit_breaks AS
SELECT 'I1' AS invariant, variant_id AS subject, 'reserved ' || reserved || ' of ' || on_hand AS detail FROM stock WHERE reserved < 0 OR reserved > on_hand
UNION ALL
SELECT 'I2', s.variant_id, 'reserved ' || s.reserved || ', promised ' || coalesce(h.promised, 0) FROM stock s LEFT JOIN (
  SELECT l.variant_id, sum(l.quantity - coalesce((SELECT sum(x.quantity) FROM shipment_lines x WHERE x.line_id = l.id), 0)) AS promised
  FROM order_lines l WHERE EXISTS (SELECT 1 FROM holds h WHERE h.line_id = l.id AND h.state IN ('live', 'consumed')) GROUP BY l.variant_id
) h ON h.variant_id = s.variant_id WHERE s.reserved <> coalesce(h.promised, 0)
UNION ALL
SELECT 'I2', s.variant_id, 'on hand ' || s.on_hand || ', moved ' || coalesce((SELECT sum(quantity) FROM stock_movements m WHERE m.variant_id = s.variant_id), 0)
FROM stock s WHERE s.on_hand <> coalesce((SELECT sum(quantity) FROM stock_movements m WHERE m.variant_id = s.variant_id), 0)
UNION ALL
SELECT 'I5', o.id, 'subtotal ' || o.subtotal_minor || ' is not its lines' FROM orders o
WHERE o.subtotal_minor <> coalesce((SELECT sum(total_minor) FROM order_lines l WHERE l.order_id = o.id), 0)
UNION ALL
SELECT 'I7', o.id, 'says ' || o.payment_status || ', facts say ' || m.value FROM orders o JOIN order_money m ON m.order_id = o.id WHERE o.payment_status <> m.value
UNION ALL
SELECT 'I8', order_id, 'refunded more than captured' FROM order_money WHERE refunded > captured
UNION ALL
SELECT 'I9', m.order_id, 'excess ' || (m.net_minor - m.total_minor) || ' without its task' FROM order_money m
WHERE m.value = 'overpaid' AND NOT EXISTS (SELECT 1 FROM staff_tasks t WHERE t.kind = 'refund-excess' AND t.subject = m.order_id AND t.state = 'open' AND t.amount_minor = m.net_minor - m.total_minor)
UNION ALL
SELECT 'I12', l.id, 'capture differs from its attempt' FROM ledger l JOIN payments p ON p.id = l.attempt_id
WHERE l.kind = 'capture' AND (l.amount_minor <> p.amount_minor OR l.currency <> p.currency OR l.order_id <> p.order_id)
UNION ALL
SELECT 'I16', tx_id, 'legs sum to ' || sum(amount_minor) FROM ledger GROUP BY tx_id HAVING sum(amount_minor) <> 0
UNION ALL
SELECT 'I17', order_id, count(*) || ' live attempts' FROM payments
WHERE status = 'created' OR (status IN ('submitted', 'unknown') AND superseded_at IS NULL) GROUP BY order_id HAVING count(*) > 1
UNION ALL
SELECT 'I19', p.id, 'captured without a fact' FROM payments p WHERE p.status = 'captured' AND NOT EXISTS (SELECT 1 FROM ledger l WHERE l.attempt_id = p.id AND l.kind = 'capture')
UNION ALL
SELECT 'I19', p.id, 'a fact on an attempt that is ' || p.status FROM payments p JOIN ledger l ON l.attempt_id = p.id AND l.kind = 'capture' WHERE p.status <> 'captured'
UNION ALL
SELECT 'I19', u.id, 'unallocated without an open task' FROM unallocated u
WHERE u.state = 'open' AND NOT EXISTS (SELECT 1 FROM staff_tasks t WHERE t.kind = 'unallocated' AND t.subject = u.id AND t.state = 'open')
UNION ALL
SELECT 'I19', l.id, 'booked without its fact' FROM bank_lines l WHERE l.state = 'booked'
  AND NOT EXISTS (SELECT 1 FROM ledger f WHERE f.attempt_id = l.attempt_id AND f.kind = 'capture' AND f.amount_minor = l.amount_minor)
UNION ALL
SELECT 'I19', r.id, 'refund is ' || r.status || ', its facts say ' || f.net FROM refunds r JOIN (
  SELECT r.id, coalesce((SELECT sum(CASE l.kind WHEN 'refund' THEN l.amount_minor ELSE -l.amount_minor END) FROM ledger l
    WHERE l.gateway = r.gateway AND l.provider_ref = r.provider_reference AND l.kind IN ('refund', 'refund-undone')), 0) AS net FROM refunds r
) f ON f.id = r.id WHERE (r.status = 'done' AND f.net <> r.amount_minor) OR (r.status <> 'done' AND f.net <> 0)
UNION ALL
SELECT 'I29', r.id, 'approved by who asked' FROM refunds r WHERE r.two_people = 1 AND r.approved_by = r.requested_by
UNION ALL
SELECT 'I29', u.id, 'sent back without a word of who agreed' FROM unallocated u WHERE u.state = 'returned' AND (u.approved_by IS NULL OR u.return_reference IS NULL)
UNION ALL
SELECT 'I18', e.id, 'said to be paid, and there is no such fact' FROM human_ends e JOIN payments p ON p.id = e.subject WHERE e.kind = 'captured' AND e.state = 'done' AND p.status <> 'captured'
UNION ALL
SELECT 'I21', o.id, 'paid without its message' FROM orders o WHERE o.paid_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM outbox x WHERE x.order_id = o.id AND x.template = 'paid')
UNION ALL
SELECT 'I23', o.id, 'says ' || o.fulfilment_status || ', shipped ' || s.shipped || ' of ' || s.ordered FROM orders o JOIN (
  SELECT l.order_id, sum(l.quantity) AS ordered, sum(coalesce((SELECT sum(x.quantity) FROM shipment_lines x WHERE x.line_id = l.id), 0)) AS shipped FROM order_lines l GROUP BY l.order_id
) s ON s.order_id = o.id
WHERE (o.fulfilment_status = 'unfulfilled' AND s.shipped > 0) OR (o.fulfilment_status = 'partial' AND s.shipped NOT BETWEEN 1 AND s.ordered - 1) OR (o.fulfilment_status IN ('shipped', 'delivered') AND s.shipped < s.ordered)
UNION ALL
SELECT 'holds', h.id, 'live on an order that is cancelled' FROM holds h JOIN orders o ON o.id = h.order_id WHERE h.state = 'live' AND o.order_status = 'cancelled'
UNION ALL
SELECT 'holds', h.id, 'consumed on a cancelled order whose goods never left' FROM holds h JOIN orders o ON o.id = h.order_id JOIN order_lines l ON l.id = h.line_id
WHERE h.state = 'consumed' AND o.order_status = 'cancelled' AND o.fulfilment_status = 'unfulfilled'
UNION ALL
SELECT 'I9', o.id, 'cancelled with money and without a task' FROM orders o JOIN order_money m ON m.order_id = o.id
WHERE o.order_status = 'cancelled' AND m.net_minor > 0 AND NOT EXISTS (SELECT 1 FROM staff_tasks t WHERE t.subject = o.id AND t.kind IN ('refund-cancelled', 'refund-excess', 'unfulfillable') AND t.state = 'open');
