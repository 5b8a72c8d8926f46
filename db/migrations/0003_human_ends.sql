CREATE TABLE `human_ends` (
	`id` text PRIMARY KEY NOT NULL,
	`created_at` integer DEFAULT (cast(unixepoch('subsec') * 1000 as integer)) NOT NULL,
	`updated_at` integer DEFAULT (cast(unixepoch('subsec') * 1000 as integer)) NOT NULL,
	`kind` text NOT NULL,
	`subject` text NOT NULL,
	`order_id` text,
	`reference` text DEFAULT '' NOT NULL,
	`occurred_on` text,
	`note` text DEFAULT '' NOT NULL,
	`state` text DEFAULT 'open' NOT NULL,
	`answer` text DEFAULT '' NOT NULL,
	`two_people` integer NOT NULL,
	`requested_by` text NOT NULL,
	`approved_by` text,
	FOREIGN KEY (`order_id`) REFERENCES `orders`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`requested_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`approved_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "E_HUMAN_END_APPROVED" CHECK("human_ends"."state" <> 'done' or "human_ends"."approved_by" is not null),
	CONSTRAINT "E_TWO_PEOPLE" CHECK("human_ends"."two_people" = 0 or "human_ends"."state" <> 'done' or "human_ends"."approved_by" <> "human_ends"."requested_by")
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `human_ends_one_open` ON `human_ends` (`subject`) WHERE state = 'open';--> statement-breakpoint
CREATE INDEX `human_ends_subject` ON `human_ends` (`subject`);--> statement-breakpoint
ALTER TABLE `staff_tasks` ADD `note` text DEFAULT '' NOT NULL;