ALTER TABLE "accounts" ADD COLUMN "attachment" text;--> statement-breakpoint
ALTER TABLE "subscribers" ADD COLUMN "turn" integer DEFAULT 0 NOT NULL;