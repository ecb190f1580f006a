import Bowser from 'bowser';

/** "Firefox on Windows", for the request that the person sees. */
export function describeBrowser(userAgent: string | undefined): string | undefined {
  if (userAgent === undefined || userAgent === '') return undefined;
  const { browser, os } = Bowser.parse(userAgent);
  const words = [browser.name, os.name].filter((word) => word !== undefined && word !== '').join(' on ');
  return words === '' ? undefined : words.slice(0, 64);
}
