import { randomInt } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { Client } from 'pg';
import { z } from 'zod';
import type { Topic } from '../Signals.ts';
import { NODE_CHANNEL, type Nodes } from './Nodes.ts';
import type { Executor } from './Store.ts';

/** First half of the advisory lock that each node holds under its own number for as long as it runs. */
export const NODE_LOCKS = 0x6465;
const RETRY_MS = 500;
/** Those whose connection, and so their lock, is gone. A node that lost it for a moment enters again. */
const FORGET_DEAD = `delete from nodes where id::bigint not in
  (select objid::bigint from pg_locks where locktype = 'advisory' and classid = $1 and granted
    and database = (select oid from pg_database where datname = current_database()))`;

const topicSchema = z.templateLiteral([z.enum(['transaction', 'pairing', 'account', 'attachment', 'cache']), ':', z.string()]);

type Listener = Parameters<Nodes['listen']>[0];

/**
 * Tells and hears by LISTEN/NOTIFY, on a connection of its own. A notification is part of its transaction: it goes out
 * with the commit or not at all. The same connection holds an advisory lock, which the server drops when it is gone: so
 * nodes know of each other without any clock.
 */
export class PostgresNodes implements Nodes {
  readonly id = String(randomInt(1, 2 ** 31));
  readonly sender = this.id;
  readonly areShared = true;
  readonly #url: string;
  readonly #onError: (error: unknown) => void;
  #client: Client | undefined;
  #listener: Listener | undefined;
  #retry: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(url: string, onError: (error: unknown) => void) {
    this.#url = url;
    this.#onError = onError;
  }

  async tell(db: Executor, topics: readonly Topic[]): Promise<void> {
    if (topics.length === 0) return;
    const texts = sql.join(
      topics.map((topic) => sql`(${`${this.id} ${topic}`})`),
      sql`, `,
    );
    await db.execute(sql`select pg_notify(${NODE_CHANNEL}, told.text) from (values ${texts}) as told(text)`);
  }

  async isAlive(db: Executor, node: string): Promise<boolean> {
    if (node === this.id) return true;
    if (!/^\d{1,10}$/.test(node)) return false;
    const held = sql`select 1 from pg_locks where locktype = 'advisory' and classid = ${NODE_LOCKS} and objid = ${Number(node)}
      and database = (select oid from pg_database where datname = current_database())`;
    const found = z.object({ rows: z.array(z.unknown()) }).parse(await db.execute(held));
    return found.rows.length > 0;
  }

  async listen(listener: Listener): Promise<void> {
    this.#listener = listener;
    await this.#connect();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#retry);
    // It is forgotten by the next node that starts, if not now.
    await this.#client?.query('delete from nodes where id = $1', [this.id]).catch(this.#onError);
    await this.#client?.end();
  }

  async #connect(): Promise<void> {
    const client = new Client({ connectionString: this.#url, application_name: `deskfob node ${this.id}`, keepAlive: true });
    client.on('notification', ({ payload = '' }) => this.#heard(payload));
    client.on('error', (error) => {
      this.#onError(error);
      this.#lost(client);
    });
    client.on('end', () => this.#lost(client));
    await client.connect();
    this.#client = client;
    await client.query('select pg_advisory_lock($1, $2)', [NODE_LOCKS, Number(this.id)]);
    await client.query(`listen ${NODE_CHANNEL}`);
    // From here on the others tell what they do.
    await client.query('insert into nodes (id) values ($1) on conflict do nothing', [this.id]);
    await client.query(FORGET_DEAD, [NODE_LOCKS]);
  }

  #heard(payload: string): void {
    const [from = '', topic = ''] = payload.split(' ');
    const parsed = topicSchema.safeParse(topic);
    if (from !== this.id && parsed.success) this.#listener?.onTopic(parsed.data);
  }

  #lost(client: Client): void {
    if (this.#client !== client || this.#isClosed) return;
    this.#client = undefined;
    this.#listener?.onLost();
    this.#again();
  }

  #again(): void {
    this.#retry = setTimeout(() => {
      this.#connect().then(
        () => this.#listener?.onFound(),
        () => this.#again(),
      );
    }, RETRY_MS);
  }
}
