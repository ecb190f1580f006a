import type { Api } from '../../harness/verifier/Api.ts';
import type { Tries } from '../attack.ts';

/** A question to that person that is gone again at once, so that the limit on open ones lets the next one through. False when refused. */
export async function askAndWithdraw(api: Api, name: string, extra: object = {}, headers: Record<string, string> = {}): Promise<boolean> {
  const body = { subscriber: name, application: 'vpn', ...extra };
  const { status, body: asked } = await api.call<{ id: string }>('POST', '/v1/transactions', body, headers);
  if (status !== 201) return false;
  await api.call('POST', `/v1/transactions/${asked.id}/cancel`);
  return true;
}

/** Each question beyond the allowed ones is a success; fewer would mean that something else has stopped them. */
export function beyond(allowed: number, attempts: number, asked: number): Tries {
  if (asked < allowed) throw new Error(`only ${asked} were asked, though ${allowed} are allowed`);
  return { attempts, successes: asked - allowed };
}
