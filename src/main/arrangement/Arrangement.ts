import { z } from 'zod';
import { idSchema } from '../../protocol/text.ts';
import { parseRecord } from '../vault/parseRecord.ts';
import type { Vault } from '../vault/Vault.ts';
import { keeping } from './order.ts';

const RECORD = 'arrangement';
const FORMAT = 1;
const name = z.string().max(400);

/** What the person has added to an account of an organisation. Of a site's account this is part of the account itself. */
const markedSchema = z.strictObject({
  id: idSchema,
  isPinned: z.boolean(),
  /** Beside the organisation's name, never in its place. */
  ownName: name.optional(),
  group: name.optional(),
  tags: z.array(name).optional(),
});
export type Marks = Omit<z.infer<typeof markedSchema>, 'id'>;

const arrangementSchema = z.strictObject({
  /** Ids of accounts of either kind. */
  order: z.array(idSchema),
  marked: z.array(markedSchema),
});

interface Arranged {
  readonly order: readonly string[];
  readonly marks: ReadonlyMap<string, Marks>;
}

const UNMARKED: Marks = { isPinned: false };

/**
 * How the person has arranged the accounts: one order over all of them, and what organisations' accounts are marked with. One
 * sealed record, so that whatever changes many is done as a whole or not at all. What is gone is forgotten by {@link tidy}.
 */
export class Arrangement {
  readonly #vault: Pick<Vault, 'get' | 'put'>;
  readonly #known: () => ReadonlySet<string>;
  readonly #onChange: () => void;
  #now: Arranged = { order: [], marks: new Map() };
  /** One change after the other: each begins with what the one before has left. */
  #last: Promise<unknown> = Promise.resolve();

  /** @param known ids of all accounts, of those that can still be brought back too */
  constructor(vault: Pick<Vault, 'get' | 'put'>, known: () => ReadonlySet<string>, onChange: () => void) {
    this.#vault = vault;
    this.#known = known;
    this.#onChange = onChange;
  }

  /** Once the accounts are there. @throws VaultError vault-corrupt when the record is damaged: nothing is dropped silently */
  async load(): Promise<void> {
    const record = await this.#vault.get(RECORD, 'arrangement');
    const { order, marked } = record === undefined ? { order: [], marked: [] } : parseRecord(record, arrangementSchema);
    this.#now = { order, marks: new Map(marked.map(({ id, ...marks }) => [id, marks])) };
    // The app may have ended between a removal and what follows it.
    await this.tidy();
    this.#onChange();
  }

  get order(): readonly string[] {
    return this.#now.order;
  }

  marksOf(id: string): Marks {
    return this.#now.marks.get(id) ?? UNMARKED;
  }

  /** Durable when it resolves. `edit` is given the marks that there are by then. */
  async mark(ids: Iterable<string>, edit: (marks: Marks) => Marks): Promise<void> {
    await this.#change(({ order, marks }) => ({
      order,
      marks: new Map([...marks, ...Array.from(ids, (id) => [id, edit(marks.get(id) ?? UNMARKED)] as const)]),
    }));
  }

  /** Durable when it resolves. @param whole is asked for the order of all accounts that is to be, but for those that can only be brought back */
  async reorder(whole: () => readonly string[]): Promise<void> {
    await this.#change(({ order, marks }) => ({ order: keeping(whole(), order), marks }));
  }

  /** An account stands for an earlier one from now on, where that stood and marked as that was. */
  async replace(old: string, next: string): Promise<void> {
    await this.#change(({ order, marks }) => {
      const known = marks.get(old);
      return {
        order: order.includes(old) ? order.filter((id) => id !== next).map((id) => (id === old ? next : id)) : order,
        marks: known === undefined ? marks : new Map([...marks, [next, known]]),
      };
    });
  }

  /** Forgets what it holds of accounts that are gone. */
  async tidy(): Promise<void> {
    await this.#change((now) => now);
  }

  async #change(edit: (now: Arranged) => Arranged): Promise<void> {
    const mine = this.#last.then(async () => await this.#apply(edit));
    this.#last = mine.catch(() => {});
    await mine;
  }

  async #apply(edit: (now: Arranged) => Arranged): Promise<void> {
    const known = this.#known();
    const { order, marks } = edit(this.#now);
    const next: Arranged = {
      order: [...new Set(order)].filter((id) => known.has(id)),
      marks: new Map([...marks].filter(([id, mark]) => known.has(id) && isMarked(mark))),
    };
    if (written(next) === written(this.#now)) return;
    const value = { order: next.order, marked: [...next.marks].map(([id, mark]) => ({ id, ...mark })) };
    await this.#vault.put({ recordId: RECORD, type: 'arrangement', format: FORMAT, value });
    this.#now = next;
    this.#onChange();
  }
}

function isMarked({ isPinned, ...rest }: Marks): boolean {
  return isPinned || Object.keys(rest).length > 0;
}

function written({ order, marks }: Arranged): string {
  return JSON.stringify([order, [...marks]]);
}
