// Chromium aborts a scheme it does not know before any pause, so a scheme of the app's own is carried by an https
// host under `.internal`: app://deskfob/a.js is https://deskfob.app.internal/a.js in the page, and only there.

export function toPageUrl(url: string, schemes: ReadonlySet<string>): string {
  const match = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)([^]*)$/i.exec(url);
  const scheme = match?.[1]?.toLowerCase();
  if (match === null || scheme === undefined || !schemes.has(scheme)) return url;
  return `https://${match[2]}.${scheme}.internal${match[3] === '' ? '/' : match[3]}`;
}

export function fromPageUrl(url: string, schemes: ReadonlySet<string>): string {
  const match = /^https:\/\/([^/?#]+)\.([a-z][a-z0-9+-]*)\.internal([^]*)$/.exec(url);
  if (match === null || !schemes.has(match[2] ?? '')) return url;
  return `${match[2]}://${match[1]}${match[3]}`;
}

/** The app's own policy may name its scheme; in the page that is the https host. */
export function toPagePolicy(policy: string, schemes: ReadonlySet<string>): string {
  let text = policy;
  for (const scheme of schemes) {
    text = text
      .replaceAll(new RegExp(`(?<![\\w-])${scheme}://([\\w.-]+)`, 'g'), `https://$1.${scheme}.internal`)
      .replaceAll(new RegExp(`(?<![\\w-])${scheme}:(?!//)`, 'g'), `https://*.${scheme}.internal`);
  }
  return text;
}

export function originOf(url: string): string {
  const match = /^([a-z][a-z0-9+.-]*:\/\/[^/?#]+)/i.exec(url);
  return match?.[1] ?? 'null';
}
