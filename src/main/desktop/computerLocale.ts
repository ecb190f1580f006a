import { app } from 'electron';
import { inRegionOf } from '../../bridge/language.ts';

/** The computer's locale: Chromium names a language that it has words for, the system knows where the person lives. */
export function computerLocale(): string {
  return inRegionOf(app.getLocale(), app.getSystemLocale());
}
