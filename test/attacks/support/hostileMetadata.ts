import { Sealer } from '../../../src/verifier/keys/Sealer.ts';
import { deriveKeys, readMasterKey } from '../../../src/verifier/keys/MasterKey.ts';
import { VerifierKeys } from '../../../src/verifier/keys/VerifierKeys.ts';
import type { Organisation } from '../../harness/app/Organisation.ts';

/** Metadata with the true signature of that organisation's identity, changed as it likes. */
export async function metadataOf({ verifier }: Organisation, change: object): Promise<string> {
  const master = await readMasterKey(verifier.dataFolder, {});
  if (master === undefined) throw new Error('the verifier has no master key');
  const keys = await VerifierKeys.load(verifier.db, new Sealer(deriveKeys(master).sealing), verifier.clock);
  const document = await (await fetch(`http://127.0.0.1:${verifier.port}/.well-known/deskfob`)).text();
  const told = JSON.parse(Buffer.from(document.split('.')[1] ?? '', 'base64url').toString()) as object;
  return await keys.signAsIdentity('deskfob-metadata+jwt', { ...told, ...change });
}
