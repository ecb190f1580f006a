import type { DatabaseKind } from '../Benchmark.ts';

export interface ServerPlan {
  /** Its own, empty. */
  folder: string;
  database: DatabaseKind;
  /** Address of an empty database of its own, for `postgres`. */
  postgresUrl?: string;
  /** Where it is reached, if not at its own port. */
  publicUrl?: string;
  /** See `lib/people.ts`. */
  peopleFile: string;
}

export interface ServerAddress {
  /** Of its own port. */
  url: string;
  /** Bearer token, where the server asks for one. */
  apiKey: string;
}

/** What verifier and bare server alike can be asked for. */
export type ServerMethods = {
  start(plan: ServerPlan): Promise<ServerAddress>;
  /** Resident bytes after collection. */
  memory(nothing: undefined): Promise<number>;
};
