import type { OrganisationView } from '../../bridge/views.ts';

declare module 'react' {
  interface CSSProperties {
    '--organisation'?: string;
  }
}

/** The organisation's first letter on its colour. Says nothing that does not stand beside it in words. */
export function OrganisationBadge({ organisation, large = false }: { organisation: OrganisationView; large?: boolean }) {
  const initial = Array.from(organisation.name.trim())[0]?.toLocaleUpperCase() ?? '·';
  const known = /^#[0-9a-f]{6}$/i.test(organisation.colour);
  const style = known ? { '--organisation': organisation.colour } : undefined;
  return (
    <span className={large ? 'badge badge-large' : 'badge'} style={style} aria-hidden="true">
      {initial}
    </span>
  );
}
