export function hostPath(path: string): string;
export function withPath(env: Readonly<Record<string, string | undefined>>, ...folders: string[]): Record<string, string | undefined>;
export function findHostNpm(
  root: string,
  env?: Readonly<Record<string, string | undefined>>,
  execPath?: string,
): { node: string; npm: string } | undefined;
