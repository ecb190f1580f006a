import { sql } from 'drizzle-orm';
import { bigint, boolean, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import type { PublicJwk } from '../../protocol/keys.ts';
import type { Capability } from '../../protocol/messages/attach.ts';
import type { AccountStatus, UserVerificationMethod, UserVerificationRequirement } from '../../protocol/messages/common.ts';
import type { Device } from '../../protocol/messages/pairing.ts';
import type { MatchType, PolicyTable } from '../policy/policyTable.ts';

/*
 * Plain PostgreSQL, the same for PGlite and for a server. Times are ms since the epoch by the injected clock, never the
 * database's now(). Columns called sealed_* hold ciphertext of keys/Sealer.ts bound to table, row and column.
 *
 * What changes while somebody waits (status, open, turn, event_seq, received_at) stands in no index, nor in the condition of one:
 * only then does PostgreSQL change a row in place (HOT) and leave every index of the table alone. Migration 0007 leaves room
 * for that in the pages. And each statement finds one index that fits and no second one: planned over an empty table, both would look
 * alike.
 *
 * Transactions and requests have no foreign keys. They are written at a turn of their subscriber, at which it and its accounts are
 * there; checking that again, row by row, takes a third of the statement that a person waits for. Who removes one removes what
 * belongs to it.
 */

const ms = (name: string) => bigint(name, { mode: 'number' });

/** Single values: the signed metadata with its sequence number. */
export const settings = pgTable('settings', { key: text('key').primaryKey(), value: text('value').notNull() });

/** The verifier's own keys; `id` is the RFC 7638 thumbprint. */
export const verifierKeys = pgTable('verifier_keys', {
  id: text('id').primaryKey(),
  use: text('use').$type<'identity' | 'sig' | 'enc'>().notNull(),
  sealedPrivate: text('sealed_private').notNull(),
  createdAt: ms('created_at').notNull(),
});

/** Keys of relying applications and administrators; only a SHA-256 of each is kept. */
export const apiKeys = pgTable('api_keys', {
  id: text('id').primaryKey(),
  name: text('name').notNull().unique(),
  scope: text('scope').$type<'relying' | 'admin'>().notNull(),
  hash: text('hash').notNull().unique(),
  createdAt: ms('created_at').notNull(),
});

export const subscribers = pgTable('subscribers', {
  id: text('id').primaryKey(),
  name: text('name').notNull().unique(),
  displayName: text('display_name').notNull(),
  /** Consecutive wrong numbers and passcodes, over all devices and requests. */
  failures: integer('failures').notNull().default(0),
  disabled: boolean('disabled').notNull().default(false),
  /**
   * Raised by every change of the subscriber's transactions, accounts and counts, so that what was read at a turn holds until the
   * next; but for a plain answer, see `requests/SettleStatements.ts`: after it there is less that stands against asking, and each
   * account's `event_seq` tells of it.
   */
  turn: integer('turn').notNull().default(0),
  createdAt: ms('created_at').notNull(),
});

export const applications = pgTable('applications', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  policy: jsonb('policy').$type<PolicyTable>().notNull(),
  lifetimeSeconds: integer('lifetime_seconds').notNull(),
});

/** One pairing of one subscriber with one device. The row goes when the pairing goes; a tombstone stays. */
export const accounts = pgTable(
  'accounts',
  {
    id: text('id').primaryKey(),
    subscriberId: text('subscriber_id')
      .notNull()
      .references(() => subscribers.id),
    status: text('status').$type<AccountStatus>().notNull(),
    deviceKey: jsonb('device_key').$type<PublicJwk>().notNull(),
    thumbprint: text('thumbprint').notNull().unique(),
    device: jsonb('device').$type<Device>().notNull(),
    sealedSeed: text('sealed_seed').notNull(),
    /** Time step of the last accepted passcode (RFC 6238 section 5.2: each works once). */
    lastStep: ms('last_step').notNull().default(0),
    eventSeq: integer('event_seq').notNull().default(0),
    /** What the device could show at its last attach; null before the first. */
    supports: jsonb('supports').$type<Capability[]>(),
    /** Peer address of its last attach. */
    address: text('address'),
    /** The socket that it is attached on, as `node:connection`; null when the socket went with a goodbye. The newest attach wins. */
    attachment: text('attachment'),
    attachedAt: ms('attached_at'),
    mutedUntil: ms('muted_until').notNull().default(0),
    createdAt: ms('created_at').notNull(),
    activatedAt: ms('activated_at'),
    /** A waiting account goes at this time. */
    waitingUntil: ms('waiting_until').notNull(),
  },
  (table) => [
    index('accounts_subscriber').on(table.subscriberId, table.status),
    index('accounts_waiting')
      .on(table.waitingUntil)
      .where(sql`${table.status} = 'waiting'`),
  ],
);

/** What stays of a removed account, so that a device that was away can be told: no secret, only public and signed things. */
export const tombstones = pgTable(
  'tombstones',
  {
    accountId: text('account_id').primaryKey(),
    deviceKey: jsonb('device_key').$type<PublicJwk>().notNull(),
    /** Of its signed `removed` event, which stays among the events. */
    seq: integer('seq').notNull(),
    removedAt: ms('removed_at').notNull(),
  },
  (table) => [index('tombstones_removed_at').on(table.removedAt)],
);

/** Signed events, kept as bytes: sent again as they were. */
export const events = pgTable(
  'events',
  {
    /** No foreign key: a removed account's events stay, so that its device misses none. */
    accountId: text('account_id').notNull(),
    seq: integer('seq').notNull(),
    jws: text('jws').notNull(),
    createdAt: ms('created_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.seq] }), index('events_created_at').using('brin', table.createdAt)],
);

/** A link key and a typed key for one pairing. Either uses up both. */
export const pairingKeys = pgTable(
  'pairing_keys',
  {
    id: text('id').primaryKey(),
    subscriberId: text('subscriber_id')
      .notNull()
      .references(() => subscribers.id, { onDelete: 'cascade' }),
    /** API key that may follow this pairing. */
    clientId: text('client_id').notNull(),
    state: text('state').$type<'unused' | 'waiting' | 'active' | 'expired' | 'declined'>().notNull(),
    linkHash: text('link_hash').unique(),
    typedHash: text('typed_hash').unique(),
    /** Otherwise the key alone is enough, and the device's first attach completes the pairing. */
    needsConfirmation: boolean('needs_confirmation').notNull().default(true),
    /** Whence the page was asked for, told to the device with the pairing request. */
    origin: jsonb('origin').$type<{ address?: string; client?: string }>(),
    /** SHA-256 of the proof that used the key, and the reply to it: the same proof gets the same bytes until activation. */
    proofHash: text('proof_hash'),
    reply: text('reply'),
    accountId: text('account_id'),
    device: jsonb('device').$type<Device>(),
    thumbprint: text('thumbprint'),
    /** The latest request to confirm. */
    transactionId: text('transaction_id'),
    createdAt: ms('created_at').notNull(),
    expiresAt: ms('expires_at').notNull(),
  },
  (table) => [index('pairing_keys_account').on(table.accountId), index('pairing_keys_expires').on(table.state, table.expiresAt)],
);

export const transactions = pgTable(
  'transactions',
  {
    id: text('id').primaryKey(),
    /** API key that asked; only it may read the outcome. */
    clientId: text('client_id').notNull(),
    subscriberId: text('subscriber_id').notNull(),
    kind: text('kind').$type<'sign-in' | 'pairing'>().notNull(),
    status: text('status').$type<'open' | 'approved' | 'denied' | 'mismatch' | 'reported' | 'expired' | 'cancelled'>().notNull(),
    /** What the page shows: the strictest of its requests. */
    matchType: text('match_type').$type<MatchType>().notNull(),
    /** The weakest by which it can be approved; once an account has answered, what that account was asked. */
    weakestMatch: text('weakest_match').$type<MatchType>().notNull(),
    /** The number that the page shows; null without matching and once settled. */
    sealedNumber: text('sealed_number'),
    settledBy: text('settled_by'),
    /** `seq` of the event that told `settledBy` so. */
    settledSeq: integer('settled_seq'),
    uv: text('uv').$type<UserVerificationMethod>(),
    idempotencyKey: text('idempotency_key'),
    bodyHash: text('body_hash'),
    createdAt: ms('created_at').notNull(),
    expiresAt: ms('expires_at').notNull(),
    settledAt: ms('settled_at'),
  },
  (table) => [
    uniqueIndex('transactions_idempotency')
      .on(table.clientId, table.idempotencyKey)
      .where(sql`${table.idempotencyKey} is not null`),
    index('transactions_expires').on(table.expiresAt),
    index('transactions_subscriber_created').on(table.subscriberId, table.createdAt),
  ],
);

/** One signed request of a transaction to one account. */
export const requests = pgTable(
  'requests',
  {
    id: text('id').primaryKey(),
    transactionId: text('transaction_id').notNull(),
    accountId: text('account_id').notNull(),
    /** False once the account was told of an end that it did not bring about. It can be answered while its transaction is open, too. */
    open: boolean('open').notNull(),
    /** As its transaction. */
    expiresAt: ms('expires_at').notNull(),
    jws: text('jws').notNull(),
    hash: text('hash').notNull(),
    /** As in the signed request: what an approval has to bring. */
    matchType: text('match_type').$type<MatchType>().notNull(),
    userVerification: text('user_verification').$type<UserVerificationRequirement>().notNull(),
    receivedAt: ms('received_at'),
    /** `seq` of the `settled` event that this account's answer brought when it came too late to settle the transaction. */
    outcomeSeq: integer('outcome_seq'),
  },
  (table) => [index('requests_transaction').on(table.transactionId), index('requests_account').on(table.accountId, table.expiresAt)],
);

/** Mutes that were acted on: same id and bytes is a repeat, other bytes a conflict. */
export const seenMessages = pgTable(
  'seen_messages',
  {
    accountId: text('account_id')
      .notNull()
      .references(() => accounts.id, { onDelete: 'cascade' }),
    jti: text('jti').notNull(),
    hash: text('hash').notNull(),
    seenAt: ms('seen_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.jti] }), index('seen_messages_seen_at').on(table.seenAt)],
);

/** The processes that share this database, so that who is alone need tell nobody. One that was killed stays until the next one starts. */
export const nodes = pgTable('nodes', { id: integer('id').primaryKey() });
