export interface Host {
  readonly os: string;
  readonly cpu: string;
  readonly libc: string | undefined;
}

export function whyInstall(root: string, host?: Host): string | undefined;
export function thisHost(): Host;
