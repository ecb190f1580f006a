import { accounts } from './accounts.ts';
import { app } from './app.ts';
import { arrival } from './arrival.ts';
import { approvals } from './approvals.ts';
import { badInput } from './badInput.ts';
import type { Benchmark } from './Benchmark.ts';
import { delivery } from './delivery.ts';
import { qr } from './qr.ts';
import { rendererSize } from './rendererSize.ts';
import { settlement } from './settlement.ts';
import { verifierMemory } from './verifierMemory.ts';

/** All there are, in the order of the table. */
export const benchmarks: readonly Benchmark[] = [
  delivery,
  settlement,
  approvals,
  verifierMemory,
  app,
  arrival,
  accounts,
  badInput,
  qr,
  rendererSize,
];
