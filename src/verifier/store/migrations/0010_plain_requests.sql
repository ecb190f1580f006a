ALTER TABLE "requests" DROP CONSTRAINT "requests_transaction_id_transactions_id_fk";
--> statement-breakpoint
ALTER TABLE "requests" DROP CONSTRAINT "requests_account_id_accounts_id_fk";
--> statement-breakpoint
ALTER TABLE "transactions" DROP CONSTRAINT "transactions_subscriber_id_subscribers_id_fk";
