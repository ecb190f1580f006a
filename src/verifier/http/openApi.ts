import { pino } from 'pino';
import { createApp } from './createApp.ts';

/** The OpenAPI document, from the schemas of the routes alone: needs no database and no network. */
export async function openApiDocument(): Promise<string> {
  const services = (): never => {
    throw new Error('Only the description of the routes was asked for.');
  };
  const app = await createApp({ logger: pino({ level: 'silent' }), prefix: '', requestsPerMinute: 1 }, services);
  await app.ready();
  const document = app.swagger();
  await app.close();
  return `${JSON.stringify(document, null, 2)}\n`;
}
