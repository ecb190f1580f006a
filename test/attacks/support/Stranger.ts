import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export type Deed = 'read' | 'list' | 'write' | 'create' | 'remove' | 'open' | 'look' | 'link' | 'connect';

/** Another user of this computer. */
export interface Somebody {
  /** What the deed got, or '' when it was refused. */
  tries(deed: Deed, path: string): Promise<string>;
  stop(): void;
}

/** Another user in fact, which takes root; see strangerProgram.ts. */
export class Stranger implements Somebody {
  readonly #child: ChildProcess;
  /** One deed after the other, so that each gets its own answer. */
  #last: Promise<unknown> = Promise.resolve();

  private constructor(child: ChildProcess) {
    this.#child = child;
  }

  /** @throws when nobody can be somebody else here: then nothing is proved */
  static async start(): Promise<Stranger> {
    const child = fork(join(import.meta.dirname, 'strangerProgram.ts'), { execArgv: ['--disable-warning=ExperimentalWarning'], env: {} });
    const [uid] = (await once(child, 'message')) as [string];
    if (Number(uid) === 0) throw new Error('the stranger kept the rights of root');
    return new Stranger(child);
  }

  async tries(deed: Deed, path: string): Promise<string> {
    const mine = this.#last.then(async () => {
      const answer = once(this.#child, 'message');
      this.#child.send({ deed, path });
      return ((await answer) as [string])[0];
    });
    this.#last = mine;
    return await mine;
  }

  stop(): void {
    this.#child.kill('SIGKILL');
  }
}
