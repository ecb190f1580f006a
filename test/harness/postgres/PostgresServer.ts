import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { chown, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { freePort } from '../verifier/freePort.ts';

const run = promisify(execFile);
const USER = 'deskfob';

/** Where Debian and Ubuntu keep the programs of each version; the newest that is there, or undefined. */
export function postgresPrograms(): string | undefined {
  const root = '/usr/lib/postgresql';
  if (!existsSync(root)) return undefined;
  const versions = readdirSync(root).filter((version) => existsSync(join(root, version, 'bin/postgres')));
  const newest = versions.toSorted((a, b) => Number(a) - Number(b)).at(-1);
  return newest === undefined ? undefined : join(root, newest, 'bin');
}

/**
 * A real PostgreSQL of one's own in a temporary folder, on a free loopback port. It refuses to run as root, so root runs it
 * as the user `postgres`. It ends with the process that started it, however that ends.
 */
export class PostgresServer {
  readonly #programs: string;
  readonly #folder: string;
  readonly #password: string;
  readonly #port: number;
  #server: ChildProcess | undefined;

  private constructor(programs: string, folder: string, password: string, port: number) {
    this.#programs = programs;
    this.#folder = folder;
    this.#password = password;
    this.#port = port;
  }

  static async start(): Promise<PostgresServer> {
    const programs = postgresPrograms();
    if (programs === undefined) throw new Error('PostgreSQL is not installed');
    const folder = await mkdtemp(join(tmpdir(), 'deskfob-postgres-'));
    const password = randomBytes(16).toString('hex');
    const passwordFile = join(folder, 'password');
    await writeFile(passwordFile, password, { mode: 0o600 });
    const owner = await databaseOwner();
    if (owner !== undefined) for (const path of [folder, passwordFile]) await chown(path, owner.uid, owner.gid);
    const data = join(folder, 'data');
    const [command = '', ...args] = asOwner(owner, join(programs, 'initdb'), [
      `--pgdata=${data}`,
      `--username=${USER}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C.UTF-8',
      '--no-sync',
    ]);
    await run(command, args, { cwd: folder });
    await rm(passwordFile);
    const server = new PostgresServer(programs, data, password, await freePort());
    await server.resume();
    return server;
  }

  /** Address of one of its databases. */
  url(database = 'postgres'): string {
    return `postgres://${USER}:${this.#password}@127.0.0.1:${this.#port}/${database}`;
  }

  /** Runs one statement as the superuser. */
  async query(text: string, database = 'postgres'): Promise<Record<string, unknown>[]> {
    const client = new Client({ connectionString: this.url(database) });
    await client.connect();
    try {
      const { rows } = await client.query<Record<string, unknown>>(text);
      return rows;
    } finally {
      await client.end();
    }
  }

  /** A new, empty database; its address. */
  async createDatabase(template = 'template0'): Promise<string> {
    const name = `test_${randomBytes(8).toString('hex')}`;
    await this.query(`create database ${name} template ${template}`);
    return this.url(name);
  }

  /** Crashes it: every process of it ends at once, and no connection hears a goodbye. */
  async crash(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (server === undefined) return;
    // Immediate shutdown: as after a power cut the next start recovers from the write-ahead log.
    server.kill('SIGQUIT');
    await once(server, 'exit');
  }

  /** Starts again on the same folder and port. */
  async resume(): Promise<void> {
    const settings = { listen_addresses: '127.0.0.1', port: String(this.#port), unix_socket_directories: '', max_connections: '200' };
    const args = ['-D', this.#folder, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
    const [command = '', ...rest] = asOwner(await databaseOwner(), join(this.#programs, 'postgres'), args);
    const server = spawn(command, rest, { cwd: this.#folder, stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    server.stderr?.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-4000)));
    this.#server = server;
    for (;;) {
      if (server.exitCode !== null || server.signalCode !== null) throw new Error(`PostgreSQL ended: ${said}`);
      if (
        await this.query('select 1').then(
          () => true,
          () => false,
        )
      )
        return;
      await sleep(50);
    }
  }

  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (server !== undefined) {
      // Fast shutdown: whoever is connected still is cut off.
      server.kill('SIGINT');
      await once(server, 'exit');
    }
    await rm(join(this.#folder, '..'), { recursive: true, force: true });
  }
}

async function databaseOwner(): Promise<{ uid: number; gid: number } | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const [uid, gid] = await Promise.all(['-u', '-g'].map(async (flag) => Number((await run('id', [flag, 'postgres'])).stdout)));
  return { uid: uid ?? 0, gid: gid ?? 0 };
}

function asOwner(owner: { uid: number; gid: number } | undefined, program: string, args: string[]): string[] {
  const become = owner === undefined ? [] : [`--reuid=${owner.uid}`, `--regid=${owner.gid}`, '--clear-groups'];
  return ['setpriv', ...become, '--pdeathsig', 'QUIT', program, ...args];
}
