CREATE INDEX `webhook_inbox_attempt` ON `webhook_inbox` (`attempt_id`);--> statement-breakpoint
CREATE INDEX `webhook_inbox_received` ON `webhook_inbox` (`received_at`);