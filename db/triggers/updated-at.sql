-- Written by npm run db:draft.
CREATE TRIGGER bank_accounts_touch AFTER UPDATE ON bank_accounts WHEN NEW.updated_at = OLD.updated_at BEGIN
  UPDATE bank_accounts SET updated_at = max(cast(unixepoch('subsec') * 1000 as integer), OLD.updated_at + 1) WHERE id = NEW.id;
END;
--> statement-breakpoint
CREATE TRIGGER bank_lines_touch AFTER UPDATE ON bank_lines WHEN NEW.updated_at = OLD.updated_at BEGIN
  UPDATE bank_lines SET updated_at = max(cast(unixepoch('subsec') * 1000 as integer), OLD.updated_at + 1) WHERE id = NEW.id;
END;
--> statement-breakpoint
CREATE TRIGGER bank_proofs_touch AFTER UPDATE ON bank_proofs WHEN NEW.updated_at = OLD.updated_at BEGIN
  UPDATE bank_proofs SET updated_at = max(cast(unixepoch('subsec') * 1000 as integer), OLD.updated_at + 1) WHERE id = NEW.id;
END;
--> statement-breakpoint
CREATE TRIGGER billing_profiles_touch AFTER UPDATE ON billing_profiles WHEN NEW.updated_at = OLD.updated_at BEGIN
  UPDATE billing_profiles SET updated_at = max(cast(unixepoch('subsec') * 1000 as integer), OLD.updated_at + 1) WHERE id = NEW.id;
END;
--> statement-breakpoint
CREATE TRIGGER categories_touch AFTER UPDATE ON categories WHEN NEW.updated_at = OLD.updated_at BEGIN
  UPDATE categories SET updated_at = max(cast(unixepoch('subsec') * 1000 as integer), OLD.updated_at + 1) WHERE id = NEW.id;
END;
--> statement-breakpoint
CREATE TRIGGER change_counter_touch AFTER UPDATE ON change_counter WHEN NEW.updated_at = OLD.updated_at BEGIN
  UPDATE change_counter SET updated_at = max(cast(unixepoch('subsec') * 1000 as integer), OLD.updated_at + 1) WHERE id = NEW.id;
END;
--> statement-breakpoint
CREATE TRIGGER delivery_methods_touch AFTER UPDATE ON delivery_methods WHEN NEW.updated_at = OLD.updated_at BEGIN
  UPDATE delivery_methods SET updated_at = max(cast(unixepoch('subsec') * 1000 as integer), OLD.updated_at + 1) WHERE id = NEW.id;
END;
--> statement-breakpoint
CREATE TRIGGER disputes_touch AFTER UPDATE ON disputes WHEN NEW.updated_at = OLD.updated_at BEGIN
  UPDATE disputes SET updated_at = max(cast(unixepoch('subsec') * 1000 as integer), OLD.updated_at + 1) WHERE id = NEW.id;
END;
--> statement-breakpoint
CREATE TRIGGER exchange_rates_touch AFTER UPDATE ON exchange_rates WHEN NEW.updated_at = OLD.updated_at BEGIN
  UPDATE exchange_rates SET updated_at = max(cast(unixepoch('subsec') * 1000 as integer), OLD.updated_at + 1) WHERE id = NEW.id;
END;
--> statement-breakpoint
CREATE TRIGGER gateway_health_touch AFTER UPDATE ON gateway_health WHEN NEW.updated_at = OLD.updated_at BEGIN
  UPDATE gateway_health SET updated_at = max(cast(unixepoch('subsec') * 1000 as integer), OLD.updated_at + 1) WHERE id = NEW.id;
END;
--> statement-breakpoint
CREATE TRIGGER holds_touch AFTER UPDATE ON holds WHEN NEW.updated_at = OLD.updated_at BEGIN
  UPDATE holds SET updated_at = max(cast(unixepoch('subsec') * 1000 as integer), OLD.updated_at + 1) WHERE id = NEW.id;
END;
--> statement-breakpoint
CREATE TRIGGER human_ends_touch AFTER UPDATE ON human_ends WHEN NEW.updated_at = OLD.updated_at BEGIN
  UPDATE human_ends SET updated_at = max(cast(unixepoch('subsec') * 1000 as integer), OLD.updated_at + 1) WHERE id = NEW.id;
END;
--> statement-breakpoint
CREATE TRIGGER images_touch AFTER UPDATE ON images WHEN NEW.updated_at = OLD.updated_at BEGIN
  UPDATE images SET updated_at = max(cast(unixepoch('subsec') * 1000 as integer), OLD.updated_at + 1) WHERE id = NEW.id;
END;
--> statement-breakpoint
CREATE TRIGGER inquiries_touch AFTER UPDATE ON inquiries WHEN NEW.updated_at = OLD.updated_at BEGIN
  UPDATE inquiries SET updated_at = max(cast(unixepoch('subsec') * 1000 as integer), OLD.updated_at + 1) WHERE id = NEW.id;
END;
--> statement-breakpoint
CREATE TRIGGER market_payment_methods_touch AFTER UPDATE ON market_payment_methods WHEN NEW.updated_at = OLD.updated_at BEGIN
  UPDATE market_payment_methods SET updated_at = max(cast(unixepoch('subsec') * 1000 as integer), OLD.updated_at + 1) WHERE id = NEW.id;
END;
--> statement-breakpoint
CREATE TRIGGER markets_touch AFTER UPDATE ON markets WHEN NEW.updated_at = OLD.updated_at BEGIN
  UPDATE markets SET updated_at = max(cast(unixepoch('subsec') * 1000 as integer), OLD.updated_at + 1) WHERE id = NEW.id;
END;
--> statement-breakpoint
CREATE TRIGGER mismatch_touch AFTER UPDATE ON mismatch WHEN NEW.updated_at = OLD.updated_at BEGIN
  UPDATE mismatch SET updated_at = max(cast(unixepoch('subsec') * 1000 as integer), OLD.updated_at + 1) WHERE id = NEW.id;
END;
--> statement-breakpoint
CREATE TRIGGER old_slugs_touch AFTER UPDATE ON old_slugs WHEN NEW.updated_at = OLD.updated_at BEGIN
  UPDATE old_slugs SET updated_at = max(cast(unixepoch('subsec') * 1000 as integer), OLD.updated_at + 1) WHERE id = NEW.id;
END;
--> statement-breakpoint
CREATE TRIGGER orders_touch AFTER UPDATE ON orders WHEN NEW.updated_at = OLD.updated_at BEGIN
  UPDATE orders SET updated_at = max(cast(unixepoch('subsec') * 1000 as integer), OLD.updated_at + 1) WHERE id = NEW.id;
END;
--> statement-breakpoint
CREATE TRIGGER outbox_touch AFTER UPDATE ON outbox WHEN NEW.updated_at = OLD.updated_at BEGIN
  UPDATE outbox SET updated_at = max(cast(unixepoch('subsec') * 1000 as integer), OLD.updated_at + 1) WHERE id = NEW.id;
END;
--> statement-breakpoint
CREATE TRIGGER payments_touch AFTER UPDATE ON payments WHEN NEW.updated_at = OLD.updated_at BEGIN
  UPDATE payments SET updated_at = max(cast(unixepoch('subsec') * 1000 as integer), OLD.updated_at + 1) WHERE id = NEW.id;
END;
--> statement-breakpoint
CREATE TRIGGER placements_touch AFTER UPDATE ON placements WHEN NEW.updated_at = OLD.updated_at BEGIN
  UPDATE placements SET updated_at = max(cast(unixepoch('subsec') * 1000 as integer), OLD.updated_at + 1) WHERE id = NEW.id;
END;
--> statement-breakpoint
CREATE TRIGGER prices_touch AFTER UPDATE ON prices WHEN NEW.updated_at = OLD.updated_at BEGIN
  UPDATE prices SET updated_at = max(cast(unixepoch('subsec') * 1000 as integer), OLD.updated_at + 1) WHERE id = NEW.id;
END;
--> statement-breakpoint
CREATE TRIGGER product_attributes_touch AFTER UPDATE ON product_attributes WHEN NEW.updated_at = OLD.updated_at BEGIN
  UPDATE product_attributes SET updated_at = max(cast(unixepoch('subsec') * 1000 as integer), OLD.updated_at + 1) WHERE id = NEW.id;
END;
--> statement-breakpoint
CREATE TRIGGER products_touch AFTER UPDATE ON products WHEN NEW.updated_at = OLD.updated_at BEGIN
  UPDATE products SET updated_at = max(cast(unixepoch('subsec') * 1000 as integer), OLD.updated_at + 1) WHERE id = NEW.id;
END;
--> statement-breakpoint
CREATE TRIGGER rate_limits_touch AFTER UPDATE ON rate_limits WHEN NEW.updated_at = OLD.updated_at BEGIN
  UPDATE rate_limits SET updated_at = max(cast(unixepoch('subsec') * 1000 as integer), OLD.updated_at + 1) WHERE id = NEW.id;
END;
--> statement-breakpoint
CREATE TRIGGER refunds_touch AFTER UPDATE ON refunds WHEN NEW.updated_at = OLD.updated_at BEGIN
  UPDATE refunds SET updated_at = max(cast(unixepoch('subsec') * 1000 as integer), OLD.updated_at + 1) WHERE id = NEW.id;
END;
--> statement-breakpoint
CREATE TRIGGER report_days_touch AFTER UPDATE ON report_days WHEN NEW.updated_at = OLD.updated_at BEGIN
  UPDATE report_days SET updated_at = max(cast(unixepoch('subsec') * 1000 as integer), OLD.updated_at + 1) WHERE id = NEW.id;
END;
--> statement-breakpoint
CREATE TRIGGER sessions_touch AFTER UPDATE ON sessions WHEN NEW.updated_at = OLD.updated_at BEGIN
  UPDATE sessions SET updated_at = max(cast(unixepoch('subsec') * 1000 as integer), OLD.updated_at + 1) WHERE id = NEW.id;
END;
--> statement-breakpoint
CREATE TRIGGER shipments_touch AFTER UPDATE ON shipments WHEN NEW.updated_at = OLD.updated_at BEGIN
  UPDATE shipments SET updated_at = max(cast(unixepoch('subsec') * 1000 as integer), OLD.updated_at + 1) WHERE id = NEW.id;
END;
--> statement-breakpoint
CREATE TRIGGER staff_tasks_touch AFTER UPDATE ON staff_tasks WHEN NEW.updated_at = OLD.updated_at BEGIN
  UPDATE staff_tasks SET updated_at = max(cast(unixepoch('subsec') * 1000 as integer), OLD.updated_at + 1) WHERE id = NEW.id;
END;
--> statement-breakpoint
CREATE TRIGGER stock_touch AFTER UPDATE ON stock WHEN NEW.updated_at = OLD.updated_at BEGIN
  UPDATE stock SET updated_at = max(cast(unixepoch('subsec') * 1000 as integer), OLD.updated_at + 1) WHERE id = NEW.id;
END;
--> statement-breakpoint
CREATE TRIGGER unallocated_touch AFTER UPDATE ON unallocated WHEN NEW.updated_at = OLD.updated_at BEGIN
  UPDATE unallocated SET updated_at = max(cast(unixepoch('subsec') * 1000 as integer), OLD.updated_at + 1) WHERE id = NEW.id;
END;
--> statement-breakpoint
CREATE TRIGGER users_touch AFTER UPDATE ON users WHEN NEW.updated_at = OLD.updated_at BEGIN
  UPDATE users SET updated_at = max(cast(unixepoch('subsec') * 1000 as integer), OLD.updated_at + 1) WHERE id = NEW.id;
END;
--> statement-breakpoint
CREATE TRIGGER variants_touch AFTER UPDATE ON variants WHEN NEW.updated_at = OLD.updated_at BEGIN
  UPDATE variants SET updated_at = max(cast(unixepoch('subsec') * 1000 as integer), OLD.updated_at + 1) WHERE id = NEW.id;
END;
--> statement-breakpoint
CREATE TRIGGER webhook_inbox_touch AFTER UPDATE ON webhook_inbox WHEN NEW.updated_at = OLD.updated_at BEGIN
  UPDATE webhook_inbox SET updated_at = max(cast(unixepoch('subsec') * 1000 as integer), OLD.updated_at + 1) WHERE id = NEW.id;
END;
