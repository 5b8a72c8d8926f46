CREATE TABLE `bank_accounts` (
	`id` text PRIMARY KEY NOT NULL,
	`created_at` integer DEFAULT (cast(unixepoch('subsec') * 1000 as integer)) NOT NULL,
	`updated_at` integer DEFAULT (cast(unixepoch('subsec') * 1000 as integer)) NOT NULL,
	`currency` text NOT NULL,
	`bank_name` text NOT NULL,
	`branch` text DEFAULT '' NOT NULL,
	`account_name` text NOT NULL,
	`account_number` text NOT NULL,
	`swift` text DEFAULT '' NOT NULL,
	`statement_profile` text DEFAULT 'ke' NOT NULL,
	`is_active` integer DEFAULT true NOT NULL
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `bank_accounts_number_unique` ON `bank_accounts` (`bank_name`,`account_number`);--> statement-breakpoint
CREATE INDEX `bank_accounts_currency` ON `bank_accounts` (`currency`);--> statement-breakpoint
CREATE TABLE `bank_lines` (
	`id` text PRIMARY KEY NOT NULL,
	`created_at` integer DEFAULT (cast(unixepoch('subsec') * 1000 as integer)) NOT NULL,
	`updated_at` integer DEFAULT (cast(unixepoch('subsec') * 1000 as integer)) NOT NULL,
	`account_id` text NOT NULL,
	`key` text NOT NULL,
	`bank_ref` text,
	`booked_on` text NOT NULL,
	`amount_minor` integer NOT NULL,
	`currency` text NOT NULL,
	`narrative` text DEFAULT '' NOT NULL,
	`payer` text DEFAULT '' NOT NULL,
	`balance_minor` integer,
	`source` text NOT NULL,
	`state` text DEFAULT 'open' NOT NULL,
	`order_id` text,
	`attempt_id` text,
	`note` text DEFAULT '' NOT NULL,
	`two_people` integer DEFAULT false NOT NULL,
	`entered_by` text NOT NULL,
	`matched_by` text,
	`approved_by` text,
	FOREIGN KEY (`account_id`) REFERENCES `bank_accounts`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`order_id`) REFERENCES `orders`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`attempt_id`) REFERENCES `payments`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`entered_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`matched_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`approved_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "E_BANK_AMOUNT" CHECK("bank_lines"."amount_minor" > 0),
	CONSTRAINT "E_TWO_PEOPLE" CHECK("bank_lines"."two_people" = 0 or "bank_lines"."approved_by" is null or "bank_lines"."approved_by" <> coalesce("bank_lines"."matched_by", "bank_lines"."entered_by"))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `bank_lines_key_unique` ON `bank_lines` (`account_id`,`key`);--> statement-breakpoint
CREATE UNIQUE INDEX `bank_lines_ref_unique` ON `bank_lines` (`account_id`,`bank_ref`);--> statement-breakpoint
CREATE INDEX `bank_lines_open` ON `bank_lines` (`created_at`) WHERE state in ('open', 'waiting');--> statement-breakpoint
CREATE TABLE `bank_proofs` (
	`id` text PRIMARY KEY NOT NULL,
	`created_at` integer DEFAULT (cast(unixepoch('subsec') * 1000 as integer)) NOT NULL,
	`updated_at` integer DEFAULT (cast(unixepoch('subsec') * 1000 as integer)) NOT NULL,
	`order_id` text NOT NULL,
	`attempt_id` text NOT NULL,
	`object_key` text NOT NULL,
	`sha256` text NOT NULL,
	`perceptual_hash` text,
	`mime` text NOT NULL,
	`bytes` integer NOT NULL,
	`original_name` text DEFAULT '' NOT NULL,
	`claimed_amount_minor` integer,
	`claimed_reference` text DEFAULT '' NOT NULL,
	`payer_name` text DEFAULT '' NOT NULL,
	`note` text DEFAULT '' NOT NULL,
	`state` text DEFAULT 'submitted' NOT NULL,
	`reviewer_id` text,
	`review_until` integer,
	`reviewed_by` text,
	`reviewed_at` integer,
	`reject_reason` text DEFAULT '' NOT NULL,
	FOREIGN KEY (`order_id`) REFERENCES `orders`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`attempt_id`) REFERENCES `payments`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`reviewer_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`reviewed_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `bank_proofs_object_unique` ON `bank_proofs` (`object_key`);--> statement-breakpoint
CREATE INDEX `bank_proofs_attempt` ON `bank_proofs` (`attempt_id`);--> statement-breakpoint
CREATE INDEX `bank_proofs_sha` ON `bank_proofs` (`sha256`);--> statement-breakpoint
CREATE INDEX `bank_proofs_waiting` ON `bank_proofs` (`created_at`) WHERE state = 'submitted';--> statement-breakpoint
CREATE TABLE `document_reads` (
	`id` text PRIMARY KEY NOT NULL,
	`created_at` integer DEFAULT (cast(unixepoch('subsec') * 1000 as integer)) NOT NULL,
	`updated_at` integer DEFAULT (cast(unixepoch('subsec') * 1000 as integer)) NOT NULL,
	`document_id` text NOT NULL,
	`reader_id` text,
	`at` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE INDEX `document_reads_document` ON `document_reads` (`document_id`,`at`);--> statement-breakpoint
CREATE TABLE `gateway_health` (
	`id` text PRIMARY KEY NOT NULL,
	`created_at` integer DEFAULT (cast(unixepoch('subsec') * 1000 as integer)) NOT NULL,
	`updated_at` integer DEFAULT (cast(unixepoch('subsec') * 1000 as integer)) NOT NULL,
	`failures` text DEFAULT '[]' NOT NULL,
	`closed_until` integer,
	`probe_at` integer
) STRICT;
--> statement-breakpoint
CREATE TABLE `inquiries` (
	`id` text PRIMARY KEY NOT NULL,
	`created_at` integer DEFAULT (cast(unixepoch('subsec') * 1000 as integer)) NOT NULL,
	`updated_at` integer DEFAULT (cast(unixepoch('subsec') * 1000 as integer)) NOT NULL,
	`gateway` text NOT NULL,
	`kind` text NOT NULL,
	`subject` text NOT NULL,
	`order_id` text,
	`attempt_id` text,
	`source` text NOT NULL,
	`conversation_id` text,
	`state` text DEFAULT 'open' NOT NULL,
	`outcome` text,
	`asked_by` text,
	`next_at` integer DEFAULT 0 NOT NULL,
	`tries` integer DEFAULT 0 NOT NULL,
	FOREIGN KEY (`order_id`) REFERENCES `orders`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`attempt_id`) REFERENCES `payments`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`asked_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `inquiries_subject_unique` ON `inquiries` (`gateway`,`kind`,`subject`);--> statement-breakpoint
CREATE INDEX `inquiries_open` ON `inquiries` (`next_at`) WHERE state in ('open', 'asked');--> statement-breakpoint
CREATE TABLE `statement_lines` (
	`id` text PRIMARY KEY NOT NULL,
	`created_at` integer DEFAULT (cast(unixepoch('subsec') * 1000 as integer)) NOT NULL,
	`updated_at` integer DEFAULT (cast(unixepoch('subsec') * 1000 as integer)) NOT NULL,
	`gateway` text NOT NULL,
	`day` text NOT NULL,
	`provider_ref` text NOT NULL,
	`our_ref` text DEFAULT '' NOT NULL,
	`kind` text NOT NULL,
	`amount_minor` integer NOT NULL,
	`currency` text NOT NULL,
	`at` integer NOT NULL,
	`more` text DEFAULT '{}' NOT NULL
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `statement_lines_unique` ON `statement_lines` (`gateway`,`kind`,`provider_ref`);--> statement-breakpoint
CREATE INDEX `statement_lines_day` ON `statement_lines` (`gateway`,`day`);--> statement-breakpoint
ALTER TABLE `disputes` ADD `is_open` integer DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE `payments` ADD `wire` text DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE `payments` ADD `redirect_url` text;--> statement-breakpoint
ALTER TABLE `payments` ADD `expires_at` integer;--> statement-breakpoint
ALTER TABLE `payments` ADD `opens` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `payments` ADD `declines` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `payments` ADD `capturing_at` integer;--> statement-breakpoint
ALTER TABLE `refunds` ADD `reason` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `refunds` ADD `by_hand` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `refunds` ADD `two_people` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `refunds` ADD `finished_by` text REFERENCES users(id);--> statement-breakpoint
ALTER TABLE `refunds` ADD `provider_other` text;--> statement-breakpoint
ALTER TABLE `refunds` ADD `result_code` text;--> statement-breakpoint
ALTER TABLE `refunds` ADD `submitted_at` integer;--> statement-breakpoint
ALTER TABLE `refunds` ADD `ended_at` integer;--> statement-breakpoint
ALTER TABLE `refunds` ADD `last_look_at` integer;--> statement-breakpoint
CREATE UNIQUE INDEX `refunds_provider_unique` ON `refunds` (`gateway`,`provider_reference`);--> statement-breakpoint
CREATE INDEX `refunds_open` ON `refunds` (`next_look_at`) WHERE status in ('approved', 'submitted', 'unknown');--> statement-breakpoint
ALTER TABLE `unallocated` ADD `reference` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `unallocated` ADD `payer` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `unallocated` ADD `about` text REFERENCES payments(id);--> statement-breakpoint
ALTER TABLE `unallocated` ADD `return_reference` text;--> statement-breakpoint
ALTER TABLE `unallocated` ADD `requested_by` text REFERENCES users(id);--> statement-breakpoint
ALTER TABLE `unallocated` ADD `approved_by` text REFERENCES users(id);--> statement-breakpoint
ALTER TABLE `webhook_inbox` ADD `next_at` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `webhook_inbox` ADD `tries` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `billing_profiles` ADD `document_key` text;--> statement-breakpoint
CREATE INDEX `payment_log_gateway` ON `payment_log` (`gateway`,`at`);