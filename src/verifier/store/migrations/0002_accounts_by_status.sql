DROP INDEX "accounts_subscriber";--> statement-breakpoint
CREATE INDEX "accounts_subscriber" ON "accounts" USING btree ("subscriber_id","status");