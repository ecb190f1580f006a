import type { OrganisationView } from '../../bridge/views.ts';
import type { KnownVerifier } from '../verifiers/KnownVerifier.ts';

export function organisationView({ metadata }: KnownVerifier): OrganisationView {
  const { name, colour, support } = metadata.organisation;
  return { name, colour, ...(support !== undefined && { support }) };
}

/** Of an account whose verifier is no longer known. */
export function namedOrganisation(name: string): OrganisationView {
  return { name, colour: '#5c666c' };
}
