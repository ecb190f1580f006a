import { join } from 'node:path';
import { Program } from '../process/Program.ts';
import type { ServerAddress } from '../servers/ServerMethods.ts';
import type { HttpCall, RelyingMethods, Replied } from './relying.ts';

/** A call under way. Its reply takes no time of this process before it is asked for, nor of any if it was to be left unread. */
export interface Begun<T> {
  reply(): Promise<Replied & { value: T }>;
}

/** The relying application that runs in a process of its own. */
export class RelyingApplication {
  readonly #program = new Program<RelyingMethods>(join(import.meta.dirname, 'relying.ts'));

  async use(server: ServerAddress): Promise<void> {
    await this.#program.call('use', server);
  }

  /** New connections, opened by a call to `path`. */
  async renew(path: string): Promise<void> {
    await this.#program.call('renew', { path });
  }

  async begin<T>(call: HttpCall): Promise<Begun<T>> {
    const number = await this.#program.call('begin', call);
    return { reply: async () => (await this.#program.call('reply', { number })) as Replied & { value: T } };
  }

  async call<T>(call: HttpCall): Promise<T> {
    return (await (await this.begin<T>(call)).reply()).value;
  }
}
