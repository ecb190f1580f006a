import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

export interface PortHolder {
  pid: number;
  command: string;
}

const LISTENING = '0A';

/** Who listens on a TCP port of this computer; undefined: nobody, or a process that the system does not show us. */
export function portHolder(port: number): PortHolder | undefined {
  if (process.platform === 'linux') return procHolder(port);
  return process.platform === 'win32' ? windowsHolder(port) : lsofHolder(port);
}

/** From /proc (proc(5)). */
function procHolder(port: number): PortHolder | undefined {
  try {
    const inodes = new Set(['/proc/net/tcp', '/proc/net/tcp6'].flatMap((file) => listeningInodes(file, port)));
    if (inodes.size === 0) return undefined;
    const pid = readdirSync('/proc').find((name) => /^\d+$/.test(name) && holdsSocket(name, inodes));
    if (pid === undefined) return undefined;
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
    return { pid: Number(pid), command: Array.from(command).slice(0, 400).join('') };
  } catch {
    return undefined;
  }
}

function listeningInodes(file: string, port: number): string[] {
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  return lines(file).flatMap((line) => {
    const fields = line.trim().split(/\s+/);
    return fields[1]?.endsWith(`:${hex}`) === true && fields[3] === LISTENING ? [fields[9] ?? ''] : [];
  });
}

function lines(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split('\n').slice(1);
  } catch {
    return [];
  }
}

function holdsSocket(pid: string, inodes: ReadonlySet<string>): boolean {
  try {
    return readdirSync(`/proc/${pid}/fd`).some((fd) => {
      try {
        return inodes.has(/^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1] ?? '-');
      } catch {
        return false;
      }
    });
  } catch {
    return false;
  }
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
