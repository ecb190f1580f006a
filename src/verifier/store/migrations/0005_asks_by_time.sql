DROP INDEX "transactions_subscriber";--> statement-breakpoint
CREATE INDEX "transactions_subscriber_created" ON "transactions" USING btree ("subscriber_id","created_at");