CREATE TABLE "nodes" (
	"id" integer PRIMARY KEY NOT NULL
);
