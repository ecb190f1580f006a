import { deskfob } from '../../../state/deskfob.ts';
import type { Intent } from '../../../state/useIntent.ts';

/** As many as main takes at a time. */
const MOST = 50;

/**
 * Hands on what stood in codes: pairing links, `otpauth://` links and parts of a transfer from another app. Main reads them itself.
 * @returns false when none of them is any of these
 */
export function takeTexts(texts: readonly string[], intent: Intent): boolean {
  const codes = texts.map((text) => text.trim()).filter((text) => /^(deskfob|otpauth(-migration)?):/i.test(text));
  if (codes.length === 0) return false;
  intent.run(() => deskfob().importTexts({ texts: codes.slice(0, MOST) }));
  return true;
}
