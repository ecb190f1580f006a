import { readFile } from 'node:fs/promises';
import { join, normalize } from 'node:path';

/** Paths, within `folder`, of the scripts that a built page loads before anything happens: its own and what they import statically. */
export async function loadedScripts(folder: string, page: string): Promise<string[]> {
  const html = await readFile(join(folder, page), 'utf8');
  const tags = [...html.matchAll(/<(?:script|link)\b[^>]*?\b(?:src|href)="([^"]+\.js)"/g)];
  const found = new Set<string>();
  const visit = async (script: string): Promise<void> => {
    if (found.has(script)) return;
    found.add(script);
    for (const specifier of staticImports(await readFile(join(folder, script), 'utf8'))) await visit(join(script, '..', specifier));
  };
  for (const [, address = ''] of tags) await visit(normalize(address));
  return [...found];
}

/** Specifiers of built code: `import…from"./a.js"`, `import"./a.js"` and `export…from"./a.js"`, not `import("./a.js")`. */
export function staticImports(code: string): string[] {
  return [...code.matchAll(/\b(?:import|from)\s*["'](\.[^"']+)["']/g)].map(([, specifier = '']) => specifier);
}
