/** Who listens on a TCP port of this computer: asked when the demo's fixed ports are taken. */
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { createServer } from 'node:net';

export interface PortHolder {
  readonly pid: number;
  /** The command line as far as the system tells it. */
  readonly command: string;
}

/** Tries both loopback addresses, because `localhost` may mean either. */
export async function isPortFree(port: number): Promise<boolean> {
  for (const host of ['127.0.0.1', '::1']) {
    if (!(await canListen(port, host))) return false;
  }
  return true;
}

/** undefined: nobody, or somebody else's process that this system does not show us. */
export function portHolder(port: number): PortHolder | undefined {
  if (process.platform === 'linux') return linuxHolder(port);
  return process.platform === 'win32' ? windowsHolder(port) : lsofHolder(port);
}

async function canListen(port: number, host: string): Promise<boolean> {
  return await new Promise((resolve) => {
    const server = createServer();
    // No IPv6 here is no holder.
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'EADDRNOTAVAIL' || error.code === 'EAFNOSUPPORT'));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

function linuxHolder(port: number): PortHolder | undefined {
  const inodes = new Set(['/proc/net/tcp', '/proc/net/tcp6'].flatMap((table) => listeningInodes(table, port)));
  if (inodes.size === 0) return undefined;
  for (const pid of list('/proc').filter((name) => /^\d+$/.test(name))) {
    for (const descriptor of list(`/proc/${pid}/fd`)) {
      const inode = /^socket:\[(\d+)\]$/.exec(link(`/proc/${pid}/fd/${descriptor}`))?.[1];
      if (inode !== undefined && inodes.has(inode)) return { pid: Number(pid), command: commandLine(pid) };
    }
  }
  return undefined;
}

/** Columns of proc(5): `sl local_address rem_address st … inode`; state 0A is LISTEN, the port is hexadecimal. */
function listeningInodes(table: string, port: number): string[] {
  const rows = read(table)
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/));
  return rows
    .filter(([, local, , state]) => state === '0A' && Number.parseInt(local?.split(':')[1] ?? '', 16) === port)
    .map((row) => row[9] ?? '');
}

function commandLine(pid: string): string {
  return read(`/proc/${pid}/cmdline`).split('\0').join(' ').trim() || read(`/proc/${pid}/comm`).trim();
}

function lsofHolder(port: number): PortHolder | undefined {
  const pid = /^p(\d+)$/m.exec(output('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fp']))?.[1];
  return pid === undefined ? undefined : { pid: Number(pid), command: output('ps', ['-o', 'command=', '-p', pid]).trim() };
}

function windowsHolder(port: number): PortHolder | undefined {
  // A listening row's remote address ends in port 0, in every language of Windows.
  const pid = new RegExp(`^\\s*TCP\\s+\\S+:${port}\\s+\\S+:0\\s+\\S+\\s+(\\d+)\\s*$`, 'm').exec(
    output('netstat', ['-ano', '-p', 'TCP']),
  )?.[1];
  if (pid === undefined) return undefined;
  const name = /^"([^"]+)"/.exec(output('tasklist', ['/FI', `PID eq ${pid}`, '/FO', 'CSV', '/NH']).trim())?.[1];
  return { pid: Number(pid), command: name ?? 'unknown program' };
}

function output(command: string, args: string[]): string {
  return spawnSync(command, args, { encoding: 'utf8' }).stdout ?? '';
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function link(file: string): string {
  try {
    return readlinkSync(file);
  } catch {
    return '';
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
