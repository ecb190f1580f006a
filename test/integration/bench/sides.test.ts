import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { measureApprovals } from '../../bench/approvals.ts';
import { measureDelivery } from '../../bench/delivery.ts';
import { Sides } from '../../bench/lib/Sides.ts';
import { measureSettlement } from '../../bench/settlement.ts';
import { measureVerifierMemory } from '../../bench/verifierMemory.ts';

/** Whether the benchmarks still work, with a handful of people. What they measure here means nothing. The order is part of it. */
describe('the benchmarks with a verifier', () => {
  let folder: string;
  let sides: Sides;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'deskfob-bench-'));
    const newPostgres = async (): Promise<string> => await Promise.reject(new Error('no PostgreSQL here'));
    sides = await Sides.start({ folder, databases: ['pglite'], newPostgres, electron: { command: '', args: [] } }, 'pglite', 5);
  });
  afterAll(async () => {
    await sides.stop();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  const small = { people: 5, warmUp: 2, blocks: 2, perBlock: 3 };

  it('tell when a program of theirs fails', async () => {
    await expect(sides.product.client.call('deliver', { count: 1 })).rejects.toThrow('No app is connected');
    await expect(sides.floor.client.call('deliver', { count: 1 })).rejects.toThrow('No app is connected');
  });

  it('tell what an attached account adds to the memory', async () => {
    const [row] = await measureVerifierMemory(sides, { warmUp: 2, people: 3 });
    expect(row?.floor).not.toBeNull();
    expect(row?.met).not.toBeNull();
  });

  it('deliver requests to apps and to the bare client', async () => {
    const rows = await measureDelivery(sides, 'pglite', small);
    expect(rows.map(({ name }) => name)).toEqual(['delivery, pglite, p50', 'delivery, pglite, p99', 'delivery, pglite, one way, p50']);
    for (const { value, floor } of rows) expect(Math.min(value, floor ?? 0)).toBeGreaterThan(0);
  });

  it('approve several at a time', async () => {
    const [row] = await measureApprovals(sides, 'pglite', { people: 5, inFlight: 2, blocks: 1, perBlock: 7 });
    expect(Math.min(row?.value ?? 0, row?.floor ?? 0)).toBeGreaterThan(0);
  });

  it('settle answers, and end the poll of who asked', async () => {
    const rows = await measureSettlement(sides, 'pglite', small);
    expect(rows).toHaveLength(4);
    for (const { value, floor } of rows) expect(Math.min(value, floor ?? 0)).toBeGreaterThan(0);
  });

  it('end when a process has died', async () => {
    await sides.product.server.stop();
    await expect(measureSettlement(sides, 'pglite', small)).rejects.toThrow();
  });
});
