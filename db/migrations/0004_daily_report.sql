CREATE TABLE `report_days` (
	`id` text PRIMARY KEY NOT NULL,
	`created_at` integer DEFAULT (cast(unixepoch('subsec') * 1000 as integer)) NOT NULL,
	`updated_at` integer DEFAULT (cast(unixepoch('subsec') * 1000 as integer)) NOT NULL,
	`gateway` text NOT NULL,
	`day` text NOT NULL,
	`coverage` text NOT NULL,
	`covered_until` integer,
	`unexplained` integer NOT NULL,
	`totals` text DEFAULT '[]' NOT NULL,
	`figures` text DEFAULT '[]' NOT NULL,
	`computed_at` integer NOT NULL,
	`is_stale` integer DEFAULT false NOT NULL
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `report_days_unique` ON `report_days` (`gateway`,`day`);--> statement-breakpoint
CREATE INDEX `report_days_day` ON `report_days` (`day`);--> statement-breakpoint
CREATE INDEX `report_days_stale` ON `report_days` (`computed_at`) WHERE is_stale = 1;--> statement-breakpoint
CREATE TABLE `statement_imports` (
	`id` text PRIMARY KEY NOT NULL,
	`created_at` integer DEFAULT (cast(unixepoch('subsec') * 1000 as integer)) NOT NULL,
	`updated_at` integer DEFAULT (cast(unixepoch('subsec') * 1000 as integer)) NOT NULL,
	`gateway` text NOT NULL,
	`account` text NOT NULL,
	`source` text NOT NULL,
	`day_from` text NOT NULL,
	`day_to` text NOT NULL,
	`covers_until` integer NOT NULL,
	`lines` integer NOT NULL,
	`added` integer NOT NULL,
	`imported_by` text,
	FOREIGN KEY (`imported_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "E_IMPORT_DAYS" CHECK("statement_imports"."day_from" <= "statement_imports"."day_to")
) STRICT;
--> statement-breakpoint
CREATE INDEX `statement_imports_days` ON `statement_imports` (`gateway`,`day_to`);--> statement-breakpoint
ALTER TABLE `statement_lines` ADD `account` text DEFAULT '' NOT NULL;--> statement-breakpoint
CREATE INDEX `ledger_day` ON `ledger` (`gateway`,`occurred_at`);--> statement-breakpoint
CREATE INDEX `payments_gateway_other` ON `payments` (`gateway`,`provider_other`);