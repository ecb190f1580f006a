import { badgeColour, initialsOf } from './siteColours.ts';
import { Badge } from './OrganisationBadge.tsx';

/** The first letters of a site's name on a colour that is always the same for it. Nothing is fetched for it from anywhere. */
export function SiteBadge({ name }: { name: string }) {
  return <Badge letters={initialsOf(name)} colour={badgeColour(name)} />;
}
