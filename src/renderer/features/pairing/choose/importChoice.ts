import type { Result } from '../../../../bridge/errors.ts';
import { deskfob } from '../../../state/deskfob.ts';
import type { Choice } from './choicesOf.ts';

/** Hands what was chosen to main, which reads it itself. */
export async function importChoice({ texts, isPasted }: Pick<Choice, 'texts' | 'isPasted'>): Promise<Result<void>> {
  return await deskfob().importTexts({ texts: [...texts], ...(isPasted && { fromClipboard: true }) });
}
