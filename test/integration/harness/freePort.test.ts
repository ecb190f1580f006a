import { createServer } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { freePort } from '../../harness/verifier/freePort.ts';

it('gives each port that is free to one only', async () => {
  // So many drawn at random of 5,000 would not all be different.
  const ports = await Promise.all(Array.from({ length: 300 }, freePort));
  expect(new Set(ports).size).toBe(300);
  for (const port of ports.slice(0, 5)) {
    const server = createServer();
    onTestFinished(() => void server.close());
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
    const next = await Promise.all(Array.from({ length: 50 }, freePort));
    expect(next).not.toContain(port);
  }
});
