CREATE TABLE `categories` (
	`id` text PRIMARY KEY NOT NULL,
	`created_at` integer DEFAULT (cast(unixepoch('subsec') * 1000 as integer)) NOT NULL,
	`updated_at` integer DEFAULT (cast(unixepoch('subsec') * 1000 as integer)) NOT NULL,
	`slug` text NOT NULL,
	`name` text NOT NULL,
	`description` text DEFAULT '' NOT NULL,
	`picture` text,
	`parent_id` text,
	`position` integer DEFAULT 0 NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	CONSTRAINT "categories_not_own_parent" CHECK("categories"."parent_id" is null or "categories"."parent_id" <> "categories"."id")
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `categories_slug_unique` ON `categories` (`slug`);--> statement-breakpoint
CREATE INDEX `categories_parent` ON `categories` (`parent_id`);--> statement-breakpoint
CREATE TABLE `change_counter` (
	`id` text PRIMARY KEY NOT NULL,
	`created_at` integer DEFAULT (cast(unixepoch('subsec') * 1000 as integer)) NOT NULL,
	`updated_at` integer DEFAULT (cast(unixepoch('subsec') * 1000 as integer)) NOT NULL,
	`value` integer DEFAULT 0 NOT NULL,
	CONSTRAINT "change_counter_single" CHECK("change_counter"."id" = 'shop')
) STRICT;
--> statement-breakpoint
CREATE TABLE `exchange_rates` (
	`id` text PRIMARY KEY NOT NULL,
	`created_at` integer DEFAULT (cast(unixepoch('subsec') * 1000 as integer)) NOT NULL,
	`updated_at` integer DEFAULT (cast(unixepoch('subsec') * 1000 as integer)) NOT NULL,
	`from_currency` text NOT NULL,
	`to_currency` text NOT NULL,
	`rate_millionths` integer NOT NULL,
	CONSTRAINT "exchange_rates_positive" CHECK("exchange_rates"."rate_millionths" > 0)
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `exchange_rates_pair_unique` ON `exchange_rates` (`from_currency`,`to_currency`);--> statement-breakpoint
CREATE TABLE `images` (
	`id` text PRIMARY KEY NOT NULL,
	`created_at` integer DEFAULT (cast(unixepoch('subsec') * 1000 as integer)) NOT NULL,
	`updated_at` integer DEFAULT (cast(unixepoch('subsec') * 1000 as integer)) NOT NULL,
	`product_id` text NOT NULL,
	`key` text NOT NULL,
	`alt` text DEFAULT '' NOT NULL,
	`width` integer NOT NULL,
	`height` integer NOT NULL,
	`widths` text DEFAULT '[]' NOT NULL,
	`position` integer DEFAULT 0 NOT NULL,
	FOREIGN KEY (`product_id`) REFERENCES `products`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE INDEX `images_product` ON `images` (`product_id`,`position`);--> statement-breakpoint
CREATE TABLE `old_slugs` (
	`id` text PRIMARY KEY NOT NULL,
	`created_at` integer DEFAULT (cast(unixepoch('subsec') * 1000 as integer)) NOT NULL,
	`updated_at` integer DEFAULT (cast(unixepoch('subsec') * 1000 as integer)) NOT NULL,
	`kind` text NOT NULL,
	`slug` text NOT NULL,
	`target_id` text NOT NULL
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `old_slugs_unique` ON `old_slugs` (`kind`,`slug`);--> statement-breakpoint
CREATE TABLE `prices` (
	`id` text PRIMARY KEY NOT NULL,
	`created_at` integer DEFAULT (cast(unixepoch('subsec') * 1000 as integer)) NOT NULL,
	`updated_at` integer DEFAULT (cast(unixepoch('subsec') * 1000 as integer)) NOT NULL,
	`variant_id` text NOT NULL,
	`currency` text NOT NULL,
	`amount_minor` integer NOT NULL,
	`compare_at_minor` integer,
	`derived` integer DEFAULT false NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	FOREIGN KEY (`variant_id`) REFERENCES `variants`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "E_PRICE_RANGE" CHECK("prices"."amount_minor" between 0 and 100000000000),
	CONSTRAINT "E_KES_WHOLE_PRICE" CHECK("prices"."currency" <> 'KES' or "prices"."amount_minor" % 100 = 0),
	CONSTRAINT "E_COMPARE_AT_HIGHER" CHECK("prices"."compare_at_minor" is null or "prices"."compare_at_minor" > "prices"."amount_minor")
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `prices_variant_currency_unique` ON `prices` (`variant_id`,`currency`);--> statement-breakpoint
CREATE TABLE `product_attributes` (
	`id` text PRIMARY KEY NOT NULL,
	`created_at` integer DEFAULT (cast(unixepoch('subsec') * 1000 as integer)) NOT NULL,
	`updated_at` integer DEFAULT (cast(unixepoch('subsec') * 1000 as integer)) NOT NULL,
	`product_id` text NOT NULL,
	`name` text NOT NULL,
	`value` text NOT NULL,
	`position` integer DEFAULT 0 NOT NULL,
	FOREIGN KEY (`product_id`) REFERENCES `products`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `product_attributes_value_unique` ON `product_attributes` (`product_id`,`name`,`value`);--> statement-breakpoint
CREATE TABLE `products` (
	`id` text PRIMARY KEY NOT NULL,
	`created_at` integer DEFAULT (cast(unixepoch('subsec') * 1000 as integer)) NOT NULL,
	`updated_at` integer DEFAULT (cast(unixepoch('subsec') * 1000 as integer)) NOT NULL,
	`slug` text NOT NULL,
	`name` text NOT NULL,
	`summary` text DEFAULT '' NOT NULL,
	`description` text DEFAULT '' NOT NULL,
	`care` text DEFAULT '' NOT NULL,
	`category_id` text NOT NULL,
	`kind` text DEFAULT 'physical' NOT NULL,
	`status` text DEFAULT 'draft' NOT NULL,
	`published_at` integer,
	`version` integer DEFAULT 1 NOT NULL,
	FOREIGN KEY (`category_id`) REFERENCES `categories`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `products_slug_unique` ON `products` (`slug`);--> statement-breakpoint
CREATE INDEX `products_newest` ON `products` (`status`,`published_at`,`id`);--> statement-breakpoint
CREATE INDEX `products_category` ON `products` (`category_id`,`published_at`);--> statement-breakpoint
CREATE TABLE `stock` (
	`id` text PRIMARY KEY NOT NULL,
	`created_at` integer DEFAULT (cast(unixepoch('subsec') * 1000 as integer)) NOT NULL,
	`updated_at` integer DEFAULT (cast(unixepoch('subsec') * 1000 as integer)) NOT NULL,
	`variant_id` text NOT NULL,
	`on_hand` integer DEFAULT 0 NOT NULL,
	`reserved` integer DEFAULT 0 NOT NULL,
	FOREIGN KEY (`variant_id`) REFERENCES `variants`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "E_OUT_OF_STOCK" CHECK("stock"."reserved" >= 0 and "stock"."reserved" <= "stock"."on_hand")
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `stock_variant_unique` ON `stock` (`variant_id`);--> statement-breakpoint
CREATE TABLE `stock_movements` (
	`id` text PRIMARY KEY NOT NULL,
	`created_at` integer DEFAULT (cast(unixepoch('subsec') * 1000 as integer)) NOT NULL,
	`updated_at` integer DEFAULT (cast(unixepoch('subsec') * 1000 as integer)) NOT NULL,
	`variant_id` text NOT NULL,
	`quantity` integer NOT NULL,
	`reason` text NOT NULL,
	`note` text DEFAULT '' NOT NULL,
	`order_id` text,
	`actor_id` text,
	FOREIGN KEY (`variant_id`) REFERENCES `variants`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "stock_movements_not_zero" CHECK("stock_movements"."quantity" <> 0)
) STRICT;
--> statement-breakpoint
CREATE INDEX `stock_movements_variant` ON `stock_movements` (`variant_id`);--> statement-breakpoint
CREATE TABLE `variants` (
	`id` text PRIMARY KEY NOT NULL,
	`created_at` integer DEFAULT (cast(unixepoch('subsec') * 1000 as integer)) NOT NULL,
	`updated_at` integer DEFAULT (cast(unixepoch('subsec') * 1000 as integer)) NOT NULL,
	`product_id` text NOT NULL,
	`sku` text NOT NULL,
	`name` text DEFAULT '' NOT NULL,
	`options` text DEFAULT '[]' NOT NULL,
	`image_id` text,
	`position` integer DEFAULT 0 NOT NULL,
	`status` text DEFAULT 'active' NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	FOREIGN KEY (`product_id`) REFERENCES `products`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `variants_sku_unique` ON `variants` (`sku`);--> statement-breakpoint
CREATE INDEX `variants_product` ON `variants` (`product_id`,`position`);--> statement-breakpoint
CREATE TABLE `delivery_methods` (
	`id` text PRIMARY KEY NOT NULL,
	`created_at` integer DEFAULT (cast(unixepoch('subsec') * 1000 as integer)) NOT NULL,
	`updated_at` integer DEFAULT (cast(unixepoch('subsec') * 1000 as integer)) NOT NULL,
	`market_id` text NOT NULL,
	`kind` text NOT NULL,
	`name` text NOT NULL,
	`detail` text DEFAULT '' NOT NULL,
	`amount_minor` integer NOT NULL,
	`free_from_minor` integer,
	`days_min` integer NOT NULL,
	`days_max` integer NOT NULL,
	`enabled` integer DEFAULT true NOT NULL,
	`position` integer DEFAULT 0 NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	FOREIGN KEY (`market_id`) REFERENCES `markets`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "delivery_methods_amount" CHECK("delivery_methods"."amount_minor" >= 0)
) STRICT;
--> statement-breakpoint
CREATE INDEX `delivery_methods_market` ON `delivery_methods` (`market_id`,`position`);--> statement-breakpoint
CREATE TABLE `market_payment_methods` (
	`id` text PRIMARY KEY NOT NULL,
	`created_at` integer DEFAULT (cast(unixepoch('subsec') * 1000 as integer)) NOT NULL,
	`updated_at` integer DEFAULT (cast(unixepoch('subsec') * 1000 as integer)) NOT NULL,
	`market_id` text NOT NULL,
	`gateway` text NOT NULL,
	`enabled` integer DEFAULT true NOT NULL,
	`position` integer DEFAULT 0 NOT NULL,
	FOREIGN KEY (`market_id`) REFERENCES `markets`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `market_payment_methods_unique` ON `market_payment_methods` (`market_id`,`gateway`);--> statement-breakpoint
CREATE TABLE `markets` (
	`id` text PRIMARY KEY NOT NULL,
	`created_at` integer DEFAULT (cast(unixepoch('subsec') * 1000 as integer)) NOT NULL,
	`updated_at` integer DEFAULT (cast(unixepoch('subsec') * 1000 as integer)) NOT NULL,
	`name` text NOT NULL,
	`countries` text NOT NULL,
	`currency` text NOT NULL,
	`locale` text NOT NULL,
	`time_zone` text NOT NULL,
	`tax_basis_points` integer DEFAULT 0 NOT NULL,
	`tax_inclusive` integer DEFAULT true NOT NULL,
	`status` text DEFAULT 'open' NOT NULL,
	`is_default` integer DEFAULT false NOT NULL,
	`position` integer DEFAULT 0 NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	CONSTRAINT "markets_tax_range" CHECK("markets"."tax_basis_points" between 0 and 10000),
	CONSTRAINT "E_KES_TAX_INCLUDED" CHECK("markets"."currency" <> 'KES' or "markets"."tax_inclusive" = 1)
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `markets_one_default` ON `markets` (`is_default`) WHERE "markets"."is_default" = 1;--> statement-breakpoint
CREATE TABLE `holds` (
	`id` text PRIMARY KEY NOT NULL,
	`created_at` integer DEFAULT (cast(unixepoch('subsec') * 1000 as integer)) NOT NULL,
	`updated_at` integer DEFAULT (cast(unixepoch('subsec') * 1000 as integer)) NOT NULL,
	`order_id` text NOT NULL,
	`line_id` text NOT NULL,
	`variant_id` text NOT NULL,
	`quantity` integer NOT NULL,
	`state` text DEFAULT 'live' NOT NULL,
	`ends_at` integer,
	`ended_at` integer,
	FOREIGN KEY (`order_id`) REFERENCES `orders`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`line_id`) REFERENCES `order_lines`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`variant_id`) REFERENCES `variants`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "E_HOLD_QUANTITY" CHECK("holds"."quantity" between 1 and 1000)
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `holds_one_live_per_line` ON `holds` (`line_id`) WHERE state = 'live';--> statement-breakpoint
CREATE INDEX `holds_ends` ON `holds` (`ends_at`) WHERE state = 'live';--> statement-breakpoint
CREATE INDEX `holds_order` ON `holds` (`order_id`);--> statement-breakpoint
CREATE TABLE `order_adjustments` (
	`id` text PRIMARY KEY NOT NULL,
	`created_at` integer DEFAULT (cast(unixepoch('subsec') * 1000 as integer)) NOT NULL,
	`updated_at` integer DEFAULT (cast(unixepoch('subsec') * 1000 as integer)) NOT NULL,
	`order_id` text NOT NULL,
	`label` text NOT NULL,
	`amount_minor` integer NOT NULL,
	`actor_id` text NOT NULL,
	FOREIGN KEY (`order_id`) REFERENCES `orders`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`actor_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE INDEX `order_adjustments_order` ON `order_adjustments` (`order_id`);--> statement-breakpoint
CREATE TABLE `order_events` (
	`id` text PRIMARY KEY NOT NULL,
	`created_at` integer DEFAULT (cast(unixepoch('subsec') * 1000 as integer)) NOT NULL,
	`updated_at` integer DEFAULT (cast(unixepoch('subsec') * 1000 as integer)) NOT NULL,
	`order_id` text NOT NULL,
	`kind` text NOT NULL,
	`actor` text NOT NULL,
	`actor_id` text,
	`detail` text DEFAULT '{}' NOT NULL,
	`at` integer NOT NULL,
	FOREIGN KEY (`order_id`) REFERENCES `orders`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE INDEX `order_events_order` ON `order_events` (`order_id`,`at`);--> statement-breakpoint
CREATE TABLE `order_lines` (
	`id` text PRIMARY KEY NOT NULL,
	`created_at` integer DEFAULT (cast(unixepoch('subsec') * 1000 as integer)) NOT NULL,
	`updated_at` integer DEFAULT (cast(unixepoch('subsec') * 1000 as integer)) NOT NULL,
	`order_id` text NOT NULL,
	`position` integer NOT NULL,
	`variant_id` text NOT NULL,
	`product_slug` text NOT NULL,
	`product_name` text NOT NULL,
	`variant_name` text NOT NULL,
	`sku` text NOT NULL,
	`image_key` text,
	`kind` text NOT NULL,
	`quantity` integer NOT NULL,
	`unit_minor` integer NOT NULL,
	`total_minor` integer NOT NULL,
	`price_version` integer NOT NULL,
	FOREIGN KEY (`order_id`) REFERENCES `orders`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`variant_id`) REFERENCES `variants`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "E_LINE_QUANTITY" CHECK("order_lines"."quantity" between 1 and 1000),
	CONSTRAINT "E_LINE_TOTAL" CHECK("order_lines"."unit_minor" >= 0 and "order_lines"."total_minor" = "order_lines"."unit_minor" * "order_lines"."quantity")
) STRICT;
--> statement-breakpoint
CREATE INDEX `order_lines_order` ON `order_lines` (`order_id`);--> statement-breakpoint
CREATE INDEX `order_lines_variant` ON `order_lines` (`variant_id`);--> statement-breakpoint
CREATE TABLE `orders` (
	`id` text PRIMARY KEY NOT NULL,
	`created_at` integer DEFAULT (cast(unixepoch('subsec') * 1000 as integer)) NOT NULL,
	`updated_at` integer DEFAULT (cast(unixepoch('subsec') * 1000 as integer)) NOT NULL,
	`number` text NOT NULL,
	`market_id` text NOT NULL,
	`billing_profile_id` text NOT NULL,
	`user_id` text,
	`client` text NOT NULL,
	`contact_name` text NOT NULL,
	`contact_email` text,
	`contact_phone` text,
	`locale` text DEFAULT 'en' NOT NULL,
	`currency` text NOT NULL,
	`subtotal_minor` integer NOT NULL,
	`discount_minor` integer DEFAULT 0 NOT NULL,
	`delivery_minor` integer NOT NULL,
	`tax_minor` integer NOT NULL,
	`tax_inclusive` integer NOT NULL,
	`total_minor` integer NOT NULL,
	`delivery_method_id` text NOT NULL,
	`delivery_name` text NOT NULL,
	`delivery_from` integer NOT NULL,
	`delivery_by` integer NOT NULL,
	`shipping_required` integer NOT NULL,
	`shipping_address` text,
	`billing_address` text,
	`contents_hash` text NOT NULL,
	`order_status` text DEFAULT 'placed' NOT NULL,
	`payment_status` text DEFAULT 'unpaid' NOT NULL,
	`fulfilment_status` text DEFAULT 'unfulfilled' NOT NULL,
	`verification_status` text DEFAULT 'not-asked' NOT NULL,
	`cancel_reason` text,
	`money_rev` integer DEFAULT 0 NOT NULL,
	`folded_rev` integer DEFAULT 0 NOT NULL,
	`paid_at` integer,
	`unfulfillable_at` integer,
	FOREIGN KEY (`market_id`) REFERENCES `markets`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`billing_profile_id`) REFERENCES `billing_profiles`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`delivery_method_id`) REFERENCES `delivery_methods`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "E_TOTAL" CHECK("orders"."total_minor" = "orders"."subtotal_minor" - "orders"."discount_minor" + "orders"."delivery_minor" + case "orders"."tax_inclusive" when 1 then 0 else "orders"."tax_minor" end),
	CONSTRAINT "orders_amounts_range" CHECK("orders"."subtotal_minor" >= 0 and "orders"."discount_minor" between 0 and "orders"."subtotal_minor" and "orders"."delivery_minor" >= 0 and "orders"."tax_minor" >= 0 and "orders"."total_minor" >= 0),
	CONSTRAINT "E_KES_WHOLE_TOTAL" CHECK("orders"."currency" <> 'KES' or ("orders"."total_minor" % 100 = 0 and "orders"."delivery_minor" % 100 = 0 and "orders"."subtotal_minor" % 100 = 0)),
	CONSTRAINT "E_CONTACT_NEEDED" CHECK("orders"."contact_email" is not null or "orders"."contact_phone" is not null),
	CONSTRAINT "E_ADDRESS_NEEDED" CHECK("orders"."shipping_required" = 0 or "orders"."shipping_address" is not null)
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `orders_number_unique` ON `orders` (`number`);--> statement-breakpoint
CREATE INDEX `orders_created` ON `orders` (`created_at`);--> statement-breakpoint
CREATE INDEX `orders_status` ON `orders` (`order_status`,`fulfilment_status`,`created_at`);--> statement-breakpoint
CREATE INDEX `orders_client_open` ON `orders` (`client`) WHERE order_status = 'placed' and payment_status = 'unpaid';--> statement-breakpoint
CREATE INDEX `orders_phone_open` ON `orders` (`contact_phone`) WHERE order_status = 'placed' and payment_status = 'unpaid';--> statement-breakpoint
CREATE INDEX `orders_email` ON `orders` (`contact_email`);--> statement-breakpoint
CREATE INDEX `orders_billing_profile` ON `orders` (`billing_profile_id`);--> statement-breakpoint
CREATE INDEX `orders_unfolded` ON `orders` (`id`) WHERE folded_rev <> money_rev;--> statement-breakpoint
CREATE TABLE `placements` (
	`id` text PRIMARY KEY NOT NULL,
	`created_at` integer DEFAULT (cast(unixepoch('subsec') * 1000 as integer)) NOT NULL,
	`updated_at` integer DEFAULT (cast(unixepoch('subsec') * 1000 as integer)) NOT NULL,
	`buyer` text NOT NULL,
	`key` text NOT NULL,
	`body_hash` text NOT NULL,
	`run` text NOT NULL,
	`order_id` text NOT NULL,
	`attempt_id` text NOT NULL,
	`outcome` text NOT NULL
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `placements_buyer_key_unique` ON `placements` (`buyer`,`key`);--> statement-breakpoint
CREATE INDEX `placements_order` ON `placements` (`order_id`);--> statement-breakpoint
CREATE TABLE `shipment_lines` (
	`id` text PRIMARY KEY NOT NULL,
	`created_at` integer DEFAULT (cast(unixepoch('subsec') * 1000 as integer)) NOT NULL,
	`updated_at` integer DEFAULT (cast(unixepoch('subsec') * 1000 as integer)) NOT NULL,
	`shipment_id` text NOT NULL,
	`line_id` text NOT NULL,
	`quantity` integer NOT NULL,
	FOREIGN KEY (`shipment_id`) REFERENCES `shipments`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`line_id`) REFERENCES `order_lines`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "E_SHIPPED_QUANTITY" CHECK("shipment_lines"."quantity" >= 1)
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `shipment_lines_unique` ON `shipment_lines` (`shipment_id`,`line_id`);--> statement-breakpoint
CREATE INDEX `shipment_lines_line` ON `shipment_lines` (`line_id`);--> statement-breakpoint
CREATE TABLE `shipments` (
	`id` text PRIMARY KEY NOT NULL,
	`created_at` integer DEFAULT (cast(unixepoch('subsec') * 1000 as integer)) NOT NULL,
	`updated_at` integer DEFAULT (cast(unixepoch('subsec') * 1000 as integer)) NOT NULL,
	`order_id` text NOT NULL,
	`carrier` text NOT NULL,
	`tracking_number` text DEFAULT '' NOT NULL,
	`state` text DEFAULT 'shipped' NOT NULL,
	`shipped_at` integer NOT NULL,
	`delivered_at` integer,
	`actor_id` text NOT NULL,
	FOREIGN KEY (`order_id`) REFERENCES `orders`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`actor_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE INDEX `shipments_order` ON `shipments` (`order_id`);--> statement-breakpoint
CREATE TABLE `disputes` (
	`id` text PRIMARY KEY NOT NULL,
	`created_at` integer DEFAULT (cast(unixepoch('subsec') * 1000 as integer)) NOT NULL,
	`updated_at` integer DEFAULT (cast(unixepoch('subsec') * 1000 as integer)) NOT NULL,
	`gateway` text NOT NULL,
	`provider_id` text NOT NULL,
	`attempt_id` text NOT NULL,
	`amount_minor` integer NOT NULL,
	`currency` text NOT NULL,
	`state` text NOT NULL,
	`state_rank` integer DEFAULT 0 NOT NULL,
	`provider_updated_at` integer NOT NULL,
	`due_by` integer,
	FOREIGN KEY (`attempt_id`) REFERENCES `payments`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `disputes_provider_unique` ON `disputes` (`gateway`,`provider_id`);--> statement-breakpoint
CREATE TABLE `ledger` (
	`id` text PRIMARY KEY NOT NULL,
	`created_at` integer DEFAULT (cast(unixepoch('subsec') * 1000 as integer)) NOT NULL,
	`updated_at` integer DEFAULT (cast(unixepoch('subsec') * 1000 as integer)) NOT NULL,
	`tx_id` text NOT NULL,
	`order_id` text NOT NULL,
	`attempt_id` text NOT NULL,
	`gateway` text NOT NULL,
	`provider_ref` text NOT NULL,
	`kind` text NOT NULL,
	`amount_minor` integer NOT NULL,
	`currency` text NOT NULL,
	`occurred_at` integer NOT NULL,
	`recorded_at` integer NOT NULL,
	FOREIGN KEY (`order_id`) REFERENCES `orders`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`attempt_id`) REFERENCES `payments`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "E_LEDGER_KIND" CHECK(replace("ledger"."kind", '-contra', '') in ('capture', 'refund', 'refund-undone', 'chargeback', 'chargeback-undone')),
	CONSTRAINT "E_LEDGER_SIGN" CHECK(("ledger"."kind" like '%-contra' and "ledger"."amount_minor" < 0) or ("ledger"."kind" not like '%-contra' and "ledger"."amount_minor" > 0))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `ledger_fact_unique` ON `ledger` (`gateway`,`provider_ref`,`kind`);--> statement-breakpoint
CREATE UNIQUE INDEX `ledger_one_capture_per_attempt` ON `ledger` (`attempt_id`) WHERE kind = 'capture';--> statement-breakpoint
CREATE INDEX `ledger_order` ON `ledger` (`order_id`);--> statement-breakpoint
CREATE TABLE `ledger_seals` (
	`id` text PRIMARY KEY NOT NULL,
	`created_at` integer DEFAULT (cast(unixepoch('subsec') * 1000 as integer)) NOT NULL,
	`updated_at` integer DEFAULT (cast(unixepoch('subsec') * 1000 as integer)) NOT NULL,
	`entry_id` text NOT NULL,
	`hash` text NOT NULL,
	FOREIGN KEY (`entry_id`) REFERENCES `ledger`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `ledger_seals_entry_unique` ON `ledger_seals` (`entry_id`);--> statement-breakpoint
CREATE TABLE `mismatch` (
	`id` text PRIMARY KEY NOT NULL,
	`created_at` integer DEFAULT (cast(unixepoch('subsec') * 1000 as integer)) NOT NULL,
	`updated_at` integer DEFAULT (cast(unixepoch('subsec') * 1000 as integer)) NOT NULL,
	`gateway` text NOT NULL,
	`attempt_id` text NOT NULL,
	`claimed_ref` text NOT NULL,
	`claimed_amount_minor` integer NOT NULL,
	`claimed_currency` text NOT NULL,
	`reason` text NOT NULL,
	`state` text DEFAULT 'open' NOT NULL,
	FOREIGN KEY (`attempt_id`) REFERENCES `payments`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `mismatch_claim_unique` ON `mismatch` (`gateway`,`attempt_id`,`claimed_ref`,`claimed_amount_minor`);--> statement-breakpoint
CREATE TABLE `payment_log` (
	`id` text PRIMARY KEY NOT NULL,
	`created_at` integer DEFAULT (cast(unixepoch('subsec') * 1000 as integer)) NOT NULL,
	`updated_at` integer DEFAULT (cast(unixepoch('subsec') * 1000 as integer)) NOT NULL,
	`gateway` text NOT NULL,
	`attempt_id` text,
	`order_id` text,
	`direction` text NOT NULL,
	`what` text NOT NULL,
	`reference` text,
	`amount_minor` integer,
	`payload` text DEFAULT '' NOT NULL,
	`at` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE INDEX `payment_log_attempt` ON `payment_log` (`attempt_id`,`at`);--> statement-breakpoint
CREATE INDEX `payment_log_at` ON `payment_log` (`at`);--> statement-breakpoint
CREATE TABLE `payments` (
	`id` text PRIMARY KEY NOT NULL,
	`created_at` integer DEFAULT (cast(unixepoch('subsec') * 1000 as integer)) NOT NULL,
	`updated_at` integer DEFAULT (cast(unixepoch('subsec') * 1000 as integer)) NOT NULL,
	`order_id` text NOT NULL,
	`gateway` text NOT NULL,
	`ordinal` integer NOT NULL,
	`reference` text NOT NULL,
	`mode` text NOT NULL,
	`account` text NOT NULL,
	`status` text DEFAULT 'created' NOT NULL,
	`amount_minor` integer NOT NULL,
	`currency` text NOT NULL,
	`phone` text,
	`client` text DEFAULT '' NOT NULL,
	`provider_reference` text,
	`provider_other` text,
	`receipt` text,
	`claimed_receipt` text,
	`result_code` text,
	`submitted_at` integer,
	`ended_at` integer,
	`pending_at` integer,
	`superseded_at` integer,
	`next_look_at` integer,
	`last_look_at` integer,
	`looks` integer DEFAULT 0 NOT NULL,
	FOREIGN KEY (`order_id`) REFERENCES `orders`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "E_ATTEMPT_AMOUNT" CHECK("payments"."amount_minor" > 0)
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `payments_reference_unique` ON `payments` (`reference`);--> statement-breakpoint
CREATE UNIQUE INDEX `payments_gateway_reference_unique` ON `payments` (`gateway`,`provider_reference`);--> statement-breakpoint
CREATE UNIQUE INDEX `payments_receipt_unique` ON `payments` (`gateway`,`receipt`);--> statement-breakpoint
CREATE UNIQUE INDEX `payments_ordinal_unique` ON `payments` (`order_id`,`ordinal`);--> statement-breakpoint
CREATE UNIQUE INDEX `payments_one_live_attempt_per_order` ON `payments` (`order_id`) WHERE status = 'created' or (status in ('submitted', 'unknown') and superseded_at is null);--> statement-breakpoint
CREATE INDEX `payments_due_look` ON `payments` (`next_look_at`) WHERE status in ('created', 'submitted', 'unknown');--> statement-breakpoint
CREATE INDEX `payments_phone_recent` ON `payments` (`phone`,`created_at`);--> statement-breakpoint
CREATE INDEX `payments_client_recent` ON `payments` (`client`,`created_at`);--> statement-breakpoint
CREATE TABLE `refunds` (
	`id` text PRIMARY KEY NOT NULL,
	`created_at` integer DEFAULT (cast(unixepoch('subsec') * 1000 as integer)) NOT NULL,
	`updated_at` integer DEFAULT (cast(unixepoch('subsec') * 1000 as integer)) NOT NULL,
	`order_id` text NOT NULL,
	`capture_id` text NOT NULL,
	`gateway` text NOT NULL,
	`amount_minor` integer NOT NULL,
	`currency` text NOT NULL,
	`lines` text DEFAULT '[]' NOT NULL,
	`purpose` text NOT NULL,
	`status` text DEFAULT 'requested' NOT NULL,
	`requested_by` text,
	`approved_by` text,
	`provider_reference` text,
	`next_look_at` integer,
	`looks` integer DEFAULT 0 NOT NULL,
	FOREIGN KEY (`order_id`) REFERENCES `orders`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`capture_id`) REFERENCES `ledger`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`requested_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`approved_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "E_REFUND_AMOUNT" CHECK("refunds"."amount_minor" > 0)
) STRICT;
--> statement-breakpoint
CREATE INDEX `refunds_order` ON `refunds` (`order_id`);--> statement-breakpoint
CREATE INDEX `refunds_capture` ON `refunds` (`capture_id`);--> statement-breakpoint
CREATE TABLE `unallocated` (
	`id` text PRIMARY KEY NOT NULL,
	`created_at` integer DEFAULT (cast(unixepoch('subsec') * 1000 as integer)) NOT NULL,
	`updated_at` integer DEFAULT (cast(unixepoch('subsec') * 1000 as integer)) NOT NULL,
	`gateway` text NOT NULL,
	`provider_ref` text NOT NULL,
	`amount_minor` integer NOT NULL,
	`currency` text NOT NULL,
	`occurred_at` integer NOT NULL,
	`attempt_id` text,
	`state` text DEFAULT 'open' NOT NULL,
	FOREIGN KEY (`attempt_id`) REFERENCES `payments`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `unallocated_ref_unique` ON `unallocated` (`gateway`,`provider_ref`);--> statement-breakpoint
CREATE TABLE `webhook_inbox` (
	`id` text PRIMARY KEY NOT NULL,
	`created_at` integer DEFAULT (cast(unixepoch('subsec') * 1000 as integer)) NOT NULL,
	`updated_at` integer DEFAULT (cast(unixepoch('subsec') * 1000 as integer)) NOT NULL,
	`gateway` text NOT NULL,
	`event_key` text NOT NULL,
	`attempt_id` text,
	`kind` text DEFAULT '' NOT NULL,
	`body` text NOT NULL,
	`authenticated` integer NOT NULL,
	`received_at` integer NOT NULL,
	`applied_at` integer,
	`outcome` text
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `webhook_inbox_event_unique` ON `webhook_inbox` (`gateway`,`event_key`);--> statement-breakpoint
CREATE INDEX `webhook_inbox_waiting` ON `webhook_inbox` (`received_at`) WHERE applied_at is null and authenticated = 1;--> statement-breakpoint
CREATE TABLE `billing_profiles` (
	`id` text PRIMARY KEY NOT NULL,
	`created_at` integer DEFAULT (cast(unixepoch('subsec') * 1000 as integer)) NOT NULL,
	`updated_at` integer DEFAULT (cast(unixepoch('subsec') * 1000 as integer)) NOT NULL,
	`identity` text NOT NULL,
	`user_id` text,
	`name` text DEFAULT '' NOT NULL,
	`email` text,
	`phone` text,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `billing_profiles_identity_unique` ON `billing_profiles` (`identity`);--> statement-breakpoint
CREATE INDEX `billing_profiles_user` ON `billing_profiles` (`user_id`);--> statement-breakpoint
CREATE TABLE `rate_limits` (
	`id` text PRIMARY KEY NOT NULL,
	`created_at` integer DEFAULT (cast(unixepoch('subsec') * 1000 as integer)) NOT NULL,
	`updated_at` integer DEFAULT (cast(unixepoch('subsec') * 1000 as integer)) NOT NULL,
	`count` integer DEFAULT 0 NOT NULL,
	`ends_at` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE INDEX `rate_limits_ends` ON `rate_limits` (`ends_at`);--> statement-breakpoint
CREATE TABLE `sessions` (
	`id` text PRIMARY KEY NOT NULL,
	`created_at` integer DEFAULT (cast(unixepoch('subsec') * 1000 as integer)) NOT NULL,
	`updated_at` integer DEFAULT (cast(unixepoch('subsec') * 1000 as integer)) NOT NULL,
	`user_id` text NOT NULL,
	`expires_at` integer NOT NULL,
	`absolute_expires_at` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE INDEX `sessions_user` ON `sessions` (`user_id`);--> statement-breakpoint
CREATE TABLE `users` (
	`id` text PRIMARY KEY NOT NULL,
	`created_at` integer DEFAULT (cast(unixepoch('subsec') * 1000 as integer)) NOT NULL,
	`updated_at` integer DEFAULT (cast(unixepoch('subsec') * 1000 as integer)) NOT NULL,
	`email` text NOT NULL,
	`name` text NOT NULL,
	`phone` text,
	`password_hash` text,
	`role` text DEFAULT 'customer' NOT NULL,
	`status` text DEFAULT 'active' NOT NULL,
	CONSTRAINT "users_email_lower" CHECK("users"."email" = lower("users"."email"))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `users_email_unique` ON `users` (`email`);--> statement-breakpoint
CREATE TABLE `outbox` (
	`id` text PRIMARY KEY NOT NULL,
	`created_at` integer DEFAULT (cast(unixepoch('subsec') * 1000 as integer)) NOT NULL,
	`updated_at` integer DEFAULT (cast(unixepoch('subsec') * 1000 as integer)) NOT NULL,
	`channel` text NOT NULL,
	`recipient` text NOT NULL,
	`template` text NOT NULL,
	`order_id` text,
	`payload` text DEFAULT '{}' NOT NULL,
	`state` text DEFAULT 'pending' NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`next_at` integer DEFAULT 0 NOT NULL,
	`sent_at` integer,
	`last_error` text,
	`version` integer DEFAULT 0 NOT NULL,
	`done_build` text,
	`done_version` integer DEFAULT 0 NOT NULL
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `outbox_one_row_per_page` ON `outbox` (`recipient`) WHERE channel = 'publish';--> statement-breakpoint
CREATE INDEX `outbox_pending` ON `outbox` (`next_at`) WHERE state = 'pending' and channel <> 'publish';--> statement-breakpoint
CREATE INDEX `outbox_publish_version` ON `outbox` (`version`) WHERE channel = 'publish';--> statement-breakpoint
CREATE INDEX `outbox_order` ON `outbox` (`order_id`);--> statement-breakpoint
CREATE TABLE `staff_tasks` (
	`id` text PRIMARY KEY NOT NULL,
	`created_at` integer DEFAULT (cast(unixepoch('subsec') * 1000 as integer)) NOT NULL,
	`updated_at` integer DEFAULT (cast(unixepoch('subsec') * 1000 as integer)) NOT NULL,
	`kind` text NOT NULL,
	`subject` text NOT NULL,
	`order_id` text,
	`amount_minor` integer,
	`currency` text,
	`detail` text DEFAULT '' NOT NULL,
	`state` text DEFAULT 'open' NOT NULL,
	`done_by` text
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `staff_tasks_one_open` ON `staff_tasks` (`kind`,`subject`) WHERE state = 'open';--> statement-breakpoint
CREATE INDEX `staff_tasks_open` ON `staff_tasks` (`created_at`) WHERE state = 'open';