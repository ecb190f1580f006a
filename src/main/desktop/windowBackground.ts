import { nativeTheme } from 'electron';

/** What a window shows before its page has painted: the page's own background in the theme of that moment. */
export function windowBackground(): string {
  return nativeTheme.shouldUseDarkColors ? '#15191b' : '#f7f8f8';
}
