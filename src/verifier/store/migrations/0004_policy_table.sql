ALTER TABLE "applications" ADD COLUMN "policy" jsonb;--> statement-breakpoint
UPDATE "applications" SET "policy" = jsonb_build_object(
	'same-address', jsonb_build_object('match', "match", 'userVerification', "user_verification"),
	'near', jsonb_build_object('match', "match", 'userVerification', "user_verification"),
	'far', jsonb_build_object('match', "match", 'userVerification', "user_verification"),
	'unknown', jsonb_build_object('match', "match", 'userVerification', "user_verification"));--> statement-breakpoint
ALTER TABLE "applications" ALTER COLUMN "policy" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "requests" ADD COLUMN "match_type" text;--> statement-breakpoint
ALTER TABLE "requests" ADD COLUMN "user_verification" text;--> statement-breakpoint
UPDATE "requests" SET "match_type" = "transactions"."match_type", "user_verification" = "transactions"."user_verification" FROM "transactions" WHERE "transactions"."id" = "requests"."transaction_id";--> statement-breakpoint
ALTER TABLE "requests" ALTER COLUMN "match_type" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "requests" ALTER COLUMN "user_verification" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "transactions" ADD COLUMN "weakest_match" text;--> statement-breakpoint
UPDATE "transactions" SET "weakest_match" = "match_type";--> statement-breakpoint
ALTER TABLE "transactions" ALTER COLUMN "weakest_match" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "applications" DROP COLUMN "match";--> statement-breakpoint
ALTER TABLE "applications" DROP COLUMN "user_verification";--> statement-breakpoint
ALTER TABLE "transactions" DROP COLUMN "user_verification";