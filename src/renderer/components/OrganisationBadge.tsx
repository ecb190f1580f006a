import type { OrganisationView } from '../../bridge/views.ts';

declare module 'react' {
  interface CSSProperties {
    '--organisation'?: string;
  }
}

/** The organisation's first letter on its colour. Says nothing that does not stand beside it in words. */
export function OrganisationBadge({ organisation, large = false }: { organisation: OrganisationView; large?: boolean }) {
  const initial = Array.from(organisation.name.trim())[0]?.toLocaleUpperCase() ?? '·';
  return <Badge letters={initial} colour={organisation.colour} large={large} />;
}

/** @param props.colour `#rrggbb`; anything else is the app's own */
export function Badge({ letters, colour, large = false }: { letters: string; colour: string; large?: boolean }) {
  const known = /^#[0-9a-f]{6}$/i.test(colour);
  const style = known ? { '--organisation': colour } : undefined;
  return (
    <span className={large ? 'badge badge-large' : 'badge'} style={style} aria-hidden="true">
      {letters}
    </span>
  );
}
