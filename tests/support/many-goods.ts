import { atomically } from "#db/atomically";
import type { Database } from "#db/client";

/** Fills the catalogue up to so many published goods, each a copy of a seeded one under a name and an address of its own. */
export async function multiplyGoods(db: Database, wanted: number): Promise<void> {
  const { rows } = await db.client.execute("SELECT count(*) AS n FROM products WHERE status = 'published'");
  const missing = wanted - Number(rows[0]?.n);
  if (missing <= 0) return;
  const copies = `WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ${missing}),
    p AS (SELECT *, row_number() OVER (ORDER BY id) - 1 AS at, count(*) OVER () AS many FROM products WHERE status = 'published' AND slug NOT LIKE '%-copy-%')`;
  const of = "FROM n JOIN p ON p.at = n.i % p.many";
  const statements = [
    `${copies} INSERT INTO products (id, slug, name, summary, description, care, category_id, kind, status, published_at)
       SELECT p.id || '_' || n.i, p.slug || '-copy-' || n.i, p.name || ', ' || n.i, summary, description, care, category_id, kind, status, published_at - n.i * 1000 ${of}`,
    `${copies} INSERT INTO images (id, product_id, key, alt, width, height, widths, position) SELECT x.id || '_' || n.i, p.id || '_' || n.i, x.key, x.alt, x.width, x.height, x.widths, x.position ${of} JOIN images x ON x.product_id = p.id`,
    `${copies} INSERT INTO product_attributes (id, product_id, name, value, position) SELECT x.id || '_' || n.i, p.id || '_' || n.i, x.name, x.value, x.position ${of} JOIN product_attributes x ON x.product_id = p.id`,
    `${copies} INSERT INTO variants (id, product_id, sku, name, options, image_id, position) SELECT x.id || '_' || n.i, p.id || '_' || n.i, x.sku || '-' || n.i, x.name, x.options, CASE WHEN x.image_id IS NULL THEN NULL ELSE x.image_id || '_' || n.i END, x.position ${of} JOIN variants x ON x.product_id = p.id`,
    `${copies} INSERT INTO prices (id, variant_id, currency, amount_minor, compare_at_minor, derived) SELECT x.id || '_' || n.i, v.id || '_' || n.i, x.currency, x.amount_minor, x.compare_at_minor, x.derived ${of} JOIN variants v ON v.product_id = p.id JOIN prices x ON x.variant_id = v.id`,
    `${copies} INSERT INTO stock_movements (id, variant_id, quantity, reason) SELECT 'mov_' || v.id || '_' || n.i, v.id || '_' || n.i, 20, 'seeded' ${of} JOIN variants v ON v.product_id = p.id`,
  ];
  // Images and variants are copied from the seeded goods only, so the order of these statements matters not but for their keys.
  await atomically(
    db,
    statements.map((sql) => ({ sql, args: [] })),
  );
}
