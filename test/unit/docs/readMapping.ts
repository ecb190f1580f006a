export interface Proof {
  path: string;
  title: string;
}

export interface Row {
  first: string;
  last: string;
  titles: number;
}

export interface Mapping {
  files: string[];
  proofs: Proof[];
  rows: Row[];
  /** Titles in whose line no test file comes before them. */
  homeless: string[];
}

/** A file or folder of this repository in backticks, or a title in typographic quotes, which no title holds itself. */
const NAMED = /`((?:src|test|scripts|docs)\/[^`]+|electron-builder\.yml)`|“([^”]+)”/g;

/** Reads what docs/security-mapping.md names. A title belongs to the test file that was named last before it in its line. */
export function readMapping(text: string): Mapping {
  const mapping: Mapping = { files: [], proofs: [], rows: [], homeless: [] };
  const lines = text.split('\n');
  for (const [index, line] of lines.entries()) {
    let test: string | undefined;
    for (const [, path, title] of line.matchAll(NAMED)) {
      if (path !== undefined) mapping.files.push(path);
      if (path?.startsWith('test/')) test = path;
      if (title === undefined) continue;
      if (test === undefined) mapping.homeless.push(title);
      else mapping.proofs.push({ path: test, title });
    }
    const isHead = lines[index + 1]?.startsWith('| ---') ?? false;
    if (!line.startsWith('| ') || line.startsWith('| ---') || isHead) continue;
    const cells = line.split('|').map((cell) => cell.trim());
    const last = cells.at(-2) ?? '';
    mapping.rows.push({ first: cells[1] ?? '', last, titles: last.match(/“[^”]+”/g)?.length ?? 0 });
  }
  return mapping;
}
