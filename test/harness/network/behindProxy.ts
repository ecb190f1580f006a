import { afterAll } from 'vitest';
import { Organisation } from '../app/Organisation.ts';
import type { VerifierOptions } from '../../../src/verifier/compose.ts';
import { TcpProxy } from './TcpProxy.ts';

/** An organisation whose verifier is reached through a network that the test rules. Both end with the test file. */
export async function behindProxy(options: Omit<Partial<VerifierOptions>, 'clock'> = {}): Promise<{
  proxy: TcpProxy;
  organisation: Organisation;
}> {
  const proxy = await TcpProxy.start();
  const organisation = await Organisation.behind(proxy, options);
  // Long enough for every fault of a test to pass, however slow the computer is.
  await organisation.api.setApplication('vpn', { name: 'Acme VPN', lifetimeSeconds: 300 });
  afterAll(async () => {
    proxy.stop();
    await organisation.dispose();
  });
  return { proxy, organisation };
}
