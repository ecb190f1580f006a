CREATE TABLE "accounts" (
	"id" text PRIMARY KEY NOT NULL,
	"subscriber_id" text NOT NULL,
	"status" text NOT NULL,
	"device_key" jsonb NOT NULL,
	"thumbprint" text NOT NULL,
	"device" jsonb NOT NULL,
	"sealed_seed" text NOT NULL,
	"last_step" bigint DEFAULT 0 NOT NULL,
	"event_seq" integer DEFAULT 0 NOT NULL,
	"supports" jsonb,
	"address" text,
	"attached_at" bigint,
	"muted_until" bigint DEFAULT 0 NOT NULL,
	"created_at" bigint NOT NULL,
	"activated_at" bigint,
	"waiting_until" bigint NOT NULL,
	CONSTRAINT "accounts_thumbprint_unique" UNIQUE("thumbprint")
);
--> statement-breakpoint
CREATE TABLE "api_keys" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"scope" text NOT NULL,
	"hash" text NOT NULL,
	"created_at" bigint NOT NULL,
	CONSTRAINT "api_keys_name_unique" UNIQUE("name"),
	CONSTRAINT "api_keys_hash_unique" UNIQUE("hash")
);
--> statement-breakpoint
CREATE TABLE "applications" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"match" text NOT NULL,
	"user_verification" text NOT NULL,
	"lifetime_seconds" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "events" (
	"account_id" text NOT NULL,
	"seq" integer NOT NULL,
	"jws" text NOT NULL,
	"created_at" bigint NOT NULL,
	CONSTRAINT "events_account_id_seq_pk" PRIMARY KEY("account_id","seq")
);
--> statement-breakpoint
CREATE TABLE "pairing_keys" (
	"id" text PRIMARY KEY NOT NULL,
	"subscriber_id" text NOT NULL,
	"client_id" text NOT NULL,
	"state" text NOT NULL,
	"link_hash" text,
	"typed_hash" text,
	"origin" jsonb,
	"proof_hash" text,
	"reply" text,
	"account_id" text,
	"device" jsonb,
	"thumbprint" text,
	"transaction_id" text,
	"created_at" bigint NOT NULL,
	"expires_at" bigint NOT NULL,
	CONSTRAINT "pairing_keys_link_hash_unique" UNIQUE("link_hash"),
	CONSTRAINT "pairing_keys_typed_hash_unique" UNIQUE("typed_hash")
);
--> statement-breakpoint
CREATE TABLE "requests" (
	"id" text PRIMARY KEY NOT NULL,
	"transaction_id" text NOT NULL,
	"account_id" text NOT NULL,
	"open" boolean NOT NULL,
	"jws" text NOT NULL,
	"hash" text NOT NULL,
	"received_at" bigint,
	"outcome_seq" integer
);
--> statement-breakpoint
CREATE TABLE "seen_messages" (
	"account_id" text NOT NULL,
	"jti" text NOT NULL,
	"hash" text NOT NULL,
	"event_seq" integer,
	"seen_at" bigint NOT NULL,
	CONSTRAINT "seen_messages_account_id_jti_pk" PRIMARY KEY("account_id","jti")
);
--> statement-breakpoint
CREATE TABLE "settings" (
	"key" text PRIMARY KEY NOT NULL,
	"value" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "subscribers" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"display_name" text NOT NULL,
	"failures" integer DEFAULT 0 NOT NULL,
	"disabled" boolean DEFAULT false NOT NULL,
	"created_at" bigint NOT NULL,
	CONSTRAINT "subscribers_name_unique" UNIQUE("name")
);
--> statement-breakpoint
CREATE TABLE "tombstones" (
	"account_id" text PRIMARY KEY NOT NULL,
	"device_key" jsonb NOT NULL,
	"seq" integer NOT NULL,
	"removed_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "transactions" (
	"id" text PRIMARY KEY NOT NULL,
	"client_id" text NOT NULL,
	"subscriber_id" text NOT NULL,
	"kind" text NOT NULL,
	"status" text NOT NULL,
	"match_type" text NOT NULL,
	"sealed_number" text,
	"user_verification" text NOT NULL,
	"settled_by" text,
	"uv" text,
	"idempotency_key" text,
	"body_hash" text,
	"created_at" bigint NOT NULL,
	"expires_at" bigint NOT NULL,
	"settled_at" bigint
);
--> statement-breakpoint
CREATE TABLE "verifier_keys" (
	"id" text PRIMARY KEY NOT NULL,
	"use" text NOT NULL,
	"sealed_private" text NOT NULL,
	"created_at" bigint NOT NULL
);
--> statement-breakpoint
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_subscriber_id_subscribers_id_fk" FOREIGN KEY ("subscriber_id") REFERENCES "public"."subscribers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pairing_keys" ADD CONSTRAINT "pairing_keys_subscriber_id_subscribers_id_fk" FOREIGN KEY ("subscriber_id") REFERENCES "public"."subscribers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "requests" ADD CONSTRAINT "requests_transaction_id_transactions_id_fk" FOREIGN KEY ("transaction_id") REFERENCES "public"."transactions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "requests" ADD CONSTRAINT "requests_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "seen_messages" ADD CONSTRAINT "seen_messages_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "transactions" ADD CONSTRAINT "transactions_subscriber_id_subscribers_id_fk" FOREIGN KEY ("subscriber_id") REFERENCES "public"."subscribers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "accounts_subscriber" ON "accounts" USING btree ("subscriber_id");--> statement-breakpoint
CREATE INDEX "accounts_status" ON "accounts" USING btree ("status");--> statement-breakpoint
CREATE INDEX "events_created_at" ON "events" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "pairing_keys_account" ON "pairing_keys" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "pairing_keys_expires" ON "pairing_keys" USING btree ("state","expires_at");--> statement-breakpoint
CREATE INDEX "requests_transaction" ON "requests" USING btree ("transaction_id");--> statement-breakpoint
CREATE INDEX "requests_account" ON "requests" USING btree ("account_id","open");--> statement-breakpoint
CREATE INDEX "seen_messages_seen_at" ON "seen_messages" USING btree ("seen_at");--> statement-breakpoint
CREATE INDEX "tombstones_removed_at" ON "tombstones" USING btree ("removed_at");--> statement-breakpoint
CREATE UNIQUE INDEX "transactions_idempotency" ON "transactions" USING btree ("client_id","idempotency_key");--> statement-breakpoint
CREATE INDEX "transactions_open" ON "transactions" USING btree ("status","expires_at");--> statement-breakpoint
CREATE INDEX "transactions_subscriber" ON "transactions" USING btree ("subscriber_id","status");