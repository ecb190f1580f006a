import { type MessageType, signMessage } from '../../../src/protocol/jws.ts';
import { generateKey } from '../../../src/protocol/keys.ts';
import { Sealer } from '../../../src/verifier/keys/Sealer.ts';
import { deriveKeys, readMasterKey } from '../../../src/verifier/keys/MasterKey.ts';
import { VerifierKeys } from '../../../src/verifier/keys/VerifierKeys.ts';
import type { Organisation } from './Organisation.ts';

/** A message with the true signature of that organisation: what a verifier that has turned hostile could send. */
export async function signedBy({ verifier }: Organisation, typ: MessageType, payload: object): Promise<string> {
  const master = await readMasterKey(verifier.dataFolder, {});
  if (master === undefined) throw new Error('the verifier has no master key');
  const keys = await VerifierKeys.load(verifier.db, new Sealer(deriveKeys(master).sealing), verifier.clock);
  return await keys.sign(typ, payload);
}

/** A message signed by nobody the app knows. */
export async function signedByStranger(typ: MessageType, payload: object): Promise<string> {
  return await signMessage(typ, payload, await generateKey('ES256'));
}
