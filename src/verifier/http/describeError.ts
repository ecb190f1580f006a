/**
 * What of an unexpected error may stand in a log. Messages of databases and parsers quote the values they failed on, so
 * only the kinds of error and the places in the code are kept.
 */
export function describeError(error: unknown): { kinds: string[]; at: string[] } {
  const kinds: string[] = [];
  let at: string[] = [];
  for (let cause = error, depth = 0; cause instanceof Error && depth < 5; cause = cause.cause, depth += 1) {
    const code = 'code' in cause && typeof cause.code === 'string' ? ` ${cause.code}` : '';
    kinds.push(`${cause.name}${code}`);
    at = (cause.stack ?? '')
      .split('\n')
      .filter((line) => /^\s+at /.test(line))
      .slice(0, 8)
      .map((line) => line.trim());
  }
  return { kinds, at };
}
