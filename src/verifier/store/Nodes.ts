import type { Topic } from '../Signals.ts';
import type { Executor } from './Store.ts';

/** Of LISTEN and NOTIFY. */
export const NODE_CHANNEL = 'deskfob';

/**
 * The verifier processes that share one database. The rows are the truth; what nodes tell each other only wakes, and a
 * node that may have missed something says so.
 */
export interface Nodes {
  /** Names this process among them; new with each start. */
  readonly id: string;
  /** Whether there can be others. */
  readonly areShared: boolean;
  /** Wakes the other nodes once the transaction is committed; without one, at once. */
  tell(db: Executor, topics: readonly Topic[]): Promise<void>;
  /** The same from within a statement of {@link notifySql}: its parameter. Empty where there is nobody to tell. */
  readonly sender: string;
  /** Whether another node runs. */
  isAlive(db: Executor, node: string): Promise<boolean>;
  /** From now on: `onTopic` for what other nodes tell; `onLost` and `onFound` around a time in which it may have been missed. */
  listen(listener: { onTopic(topic: Topic): void; onLost(): void; onFound(): void }): Promise<void>;
}

/**
 * SQL: tells the other nodes of a topic, given the parameter with {@link Nodes.sender}; its row must be returned to be told.
 * Who is alone saves itself the telling: that takes longer than all else in a small statement. A node that enters while the
 * statement runs reads what it wrote when somebody asks for it there, or hears of it at the latest when that one asks again.
 */
export function notifySql(sender: string, topic: string): string {
  const isAlone = `${sender} = '' or not exists (select 1 from nodes where id::text <> ${sender})`;
  return `case when ${isAlone} then null else pg_notify('${NODE_CHANNEL}', ${sender} || ' ' || ${topic}) end`;
}

/** The embedded database: one process, nobody to tell. */
export const onlyNode: Nodes = {
  id: 'only',
  sender: '',
  areShared: false,
  tell: async () => {},
  isAlive: async () => false,
  listen: async () => {},
};
