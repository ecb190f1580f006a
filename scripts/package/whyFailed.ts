import { electronVersion } from './electronFolder.ts';

/** How Node and electron-builder's download spell that there is no way to a server. */
const noDownload =
  /(getaddrinfo [A-Z_]+ [\w.:-]+|connect E[A-Z]+ [\w.:-]+|\bEAI_AGAIN\b|\bECONN[A-Z]+\b|\bETIMEDOUT\b|\bEHOSTUNREACH\b|\bENETUNREACH\b|Response code \d+ \([^)]*\))/;

/**
 * One sentence for a run of electron-builder that failed.
 * @param words everything it wrote.
 * @param isPacked whether it had come as far as the packed app.
 */
export function whyFailed(words: string, isPacked: boolean): string {
  const reason = noDownload.exec(words)?.[1];
  if (reason === undefined) return 'electron-builder failed; its own words stand above.';
  if (isPacked)
    return `The folder is made, but the tools that make installers could not be downloaded (${reason}): they need an open network.`;
  return `Electron ${electronVersion()} could not be downloaded (${reason}): unpack it from elsewhere and name its folder, npm run package -- --electron <folder>`;
}
