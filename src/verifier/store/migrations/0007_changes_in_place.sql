DROP INDEX "accounts_status";--> statement-breakpoint
DROP INDEX "transactions_open";--> statement-breakpoint
DROP INDEX "events_created_at";--> statement-breakpoint
DROP INDEX "requests_account";--> statement-breakpoint
DROP INDEX "transactions_idempotency";--> statement-breakpoint
ALTER TABLE "requests" ADD COLUMN "expires_at" bigint;--> statement-breakpoint
UPDATE "requests" SET "expires_at" = "transactions"."expires_at" FROM "transactions" WHERE "transactions"."id" = "requests"."transaction_id";--> statement-breakpoint
ALTER TABLE "requests" ALTER COLUMN "expires_at" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "subscribers" SET (fillfactor = 70);--> statement-breakpoint
ALTER TABLE "accounts" SET (fillfactor = 70);--> statement-breakpoint
ALTER TABLE "transactions" SET (fillfactor = 70);--> statement-breakpoint
ALTER TABLE "requests" SET (fillfactor = 70);--> statement-breakpoint
CREATE INDEX "accounts_waiting" ON "accounts" USING btree ("waiting_until") WHERE "accounts"."status" = 'waiting';--> statement-breakpoint
CREATE INDEX "transactions_expires" ON "transactions" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "events_created_at" ON "events" USING brin ("created_at");--> statement-breakpoint
CREATE INDEX "requests_account" ON "requests" USING btree ("account_id","expires_at");--> statement-breakpoint
CREATE UNIQUE INDEX "transactions_idempotency" ON "transactions" USING btree ("client_id","idempotency_key") WHERE "transactions"."idempotency_key" is not null;