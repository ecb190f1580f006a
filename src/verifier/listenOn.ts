import type { ListenAddress } from './addresses.ts';
import { portHolder } from './cli/portHolder.ts';
import type { App } from './http/App.ts';
import { StartError } from './StartError.ts';

/** @returns the port, which the system chose when 0 was asked for @throws StartError address-in-use, naming the holder where it can be found; address-unusable */
export async function listenOn(app: App, { host, port }: ListenAddress): Promise<number> {
  try {
    await app.listen({ host, port, listenTextResolver: () => 'listening' });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EADDRINUSE') {
      const holder = portHolder(port);
      throw new StartError(
        'address-in-use',
        `Port ${port} on ${host} is taken${holder === undefined ? '' : ` by process ${holder.pid} (${holder.command})`}. Stop it, or listen on another port.`,
      );
    }
    if (code === 'EACCES' || code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
      throw new StartError('address-unusable', `It is not possible to listen on ${host}:${port} (${code}).`);
    throw error;
  }
  const address = app.server.address();
  return address !== null && typeof address === 'object' ? address.port : port;
}
