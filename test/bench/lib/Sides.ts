import { mkdir, mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import type { BenchContext, DatabaseKind } from '../Benchmark.ts';
import type { ClientMethods } from '../clients/ClientMethods.ts';
import { Program } from '../process/Program.ts';
import type { ServerMethods } from '../servers/ServerMethods.ts';
import { makePeople } from './people.ts';

/** A server and its client, each a process of its own. */
export interface Side {
  readonly server: Program<ServerMethods>;
  readonly client: Program<ClientMethods>;
}

const files = (server: string, client: string) => ({
  server: join(import.meta.dirname, '../servers', server),
  client: join(import.meta.dirname, '../clients', client),
});
const PRODUCT = files('verifier.ts', 'apps.ts');
const BARE = files('bareServer.ts', 'bareClient.ts');

/** The product and its floor beside each other, on databases of the same kind, with as many sockets. */
export class Sides {
  readonly product: Side;
  readonly floor: Side;

  private constructor(product: Side, floor: Side) {
    this.product = product;
    this.floor = floor;
  }

  /** Starts the servers and reads the plans; no socket is open yet. */
  static async start(context: BenchContext, database: DatabaseKind, people: number): Promise<Sides> {
    const folder = await mkdtemp(join(context.folder, `${database}-`));
    const peopleFile = join(folder, 'people.json');
    await makePeople(peopleFile, people);
    const side = async (name: string, { server, client }: typeof PRODUCT, started: Side[]): Promise<Side> => {
      const made: Side = { server: new Program<ServerMethods>(server), client: new Program<ClientMethods>(client) };
      started.push(made);
      const own = { server: join(folder, name, 'server'), client: join(folder, name, 'client') };
      for (const place of Object.values(own)) await mkdir(place, { recursive: true });
      const postgres = database === 'postgres' ? { postgresUrl: await context.newPostgres() } : {};
      const address = await made.server.call('start', { folder: own.server, database, peopleFile, ...postgres });
      await made.client.call('prepare', { server: address, folder: own.client, peopleFile });
      return made;
    };
    const started: Side[] = [];
    try {
      return new Sides(await side('product', PRODUCT, started), await side('floor', BARE, started));
    } catch (error) {
      await Promise.all(started.map(stop));
      throw error;
    }
  }

  async connect(from: number, to: number): Promise<void> {
    await this.product.client.call('connect', { from, to });
    await this.floor.client.call('connect', { from, to });
  }

  async stop(): Promise<void> {
    await Promise.all([this.product, this.floor].map(stop));
  }
}

async function stop({ server, client }: Side): Promise<void> {
  await client.stop();
  await server.stop();
}

/** Runs `work` on both sides with so many people connected, and ends them however it ends. */
export async function withSides<T>(
  context: BenchContext,
  database: DatabaseKind,
  people: number,
  work: (sides: Sides) => Promise<T>,
): Promise<T> {
  const sides = await Sides.start(context, database, people);
  try {
    await sides.connect(0, people);
    return await work(sides);
  } finally {
    await sides.stop();
  }
}
