import { deskfob } from '../../../state/deskfob.ts';
import type { Intent } from '../../../state/useIntent.ts';

/** Main answers only when the work has ended, and how it goes is in the view: what the person does meanwhile must not wait for that. */
export function startWork(intent: Intent): void {
  intent.clear();
  void deskfob()
    .confirmPairingList()
    .catch(() => undefined);
}
