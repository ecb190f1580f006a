import type { ComponentType } from 'react';
import type { MessageKey } from '../../../i18n/en.ts';
import type { Intent } from '../../../state/useIntent.ts';
import { LinkWay } from './LinkWay.tsx';
import { NameWay } from './NameWay.tsx';

/** What was entered so far; kept while the confirmation page is up, so that it can be changed. */
export interface Draft {
  link: string;
  signInName: string;
  key: string;
}

export interface WayProps {
  draft: Draft;
  onDraft: (draft: Draft) => void;
  intent: Intent;
}

export type WayId = 'link' | 'name';

/** The ways to name a verifier and a key. Each ends by asking main to open a pairing; the confirmation page follows from the view. */
export const ways: readonly { id: WayId; label: MessageKey & ('pairing.link' | 'pairing.name'); Way: ComponentType<WayProps> }[] = [
  { id: 'link', label: 'pairing.link', Way: LinkWay },
  { id: 'name', label: 'pairing.name', Way: NameWay },
];
