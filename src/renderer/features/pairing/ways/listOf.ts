/** The text of several pairings, one a line; undefined for one alone, however its link was wrapped. */
export function listOf(text: string): string | undefined {
  const links = text.match(/deskfob:\/\/pair\?/gi)?.length ?? 0;
  if (links > 1) return text;
  const lines = text.split(/[\r\n]+/).filter((line) => line.trim() !== '');
  const hasKeys = links === 0 && lines.length > 1 && !/^\s*otpauth/i.test(text);
  return hasKeys ? text : undefined;
}
