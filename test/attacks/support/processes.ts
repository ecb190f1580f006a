import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/*
 * What the kernel tells of processes, from /proc (proc(5)).
 */

/** A process and all that it has started, as they are now. */
export function treeOf(root: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const parent = /^\d+ \(.*\) \S (\d+)/s.exec(textOf(`/proc/${name}/stat`))?.[1];
    if (parent !== undefined) parents.set(Number(name), Number(parent));
  }
  const tree = new Set([root]);
  for (let before = 0; before !== tree.size;) {
    before = tree.size;
    for (const [pid, parent] of parents) if (tree.has(parent)) tree.add(pid);
  }
  return [...tree];
}

interface Connections {
  /** TCP ports that somebody can connect to. */
  listening: number[];
  /** Remote ports of connections that stand. */
  connectedTo: number[];
}

export function connectionsOf(pids: readonly number[]): Connections {
  const inodes = new Set(pids.flatMap(socketsOf));
  const rows = ['/proc/net/tcp', '/proc/net/tcp6']
    .flatMap((file) => textOf(file).split('\n').slice(1))
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => inodes.has(fields[9] ?? ''));
  const ports = (state: string, field: number): number[] =>
    rows.filter((fields) => fields[3] === state).map((fields) => Number.parseInt(fields[field]?.split(':')[1] ?? '', 16));
  return { listening: ports('0A', 1), connectedTo: ports('01', 2) };
}

function socketsOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
      try {
        return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1] ?? [];
      } catch {
        return [];
      }
    });
  } catch {
    return [];
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
