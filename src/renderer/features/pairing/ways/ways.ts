import type { ComponentType } from 'react';
import type { AppView } from '../../../../bridge/views.ts';
import type { MessageKey } from '../../../i18n/en.ts';
import type { Intent } from '../../../state/useIntent.ts';
import type { Choice } from '../choose/choicesOf.ts';
import { FileWay } from '../../import/FileWay.tsx';
import { CameraWay } from './CameraWay.tsx';
import { ImageWay } from './ImageWay.tsx';
import { LinkWay } from './LinkWay.tsx';
import { NameWay } from './NameWay.tsx';
import { ScreenWay } from './ScreenWay.tsx';

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
  /** Several codes were read at once. */
  onSeveral: (choices: readonly Choice[]) => void;
  /** Goes to another way. */
  onWay: (way: WayId) => void;
  platform: AppView['app']['platform'];
  /** Pictures that were pasted anywhere in the dialog, until the image way has read them. */
  pasted: readonly Blob[];
  onPastedRead: () => void;
}

export type WayId = 'camera' | 'screen' | 'image' | 'link' | 'name' | 'file';

/** The ways to name a verifier and a key. Each ends by asking main to open a pairing; the confirmation page follows from the view. */
export const ways: readonly {
  id: WayId;
  label: MessageKey & ('pairing.camera' | 'pairing.screen' | 'pairing.image' | 'pairing.link' | 'pairing.name' | 'import.way');
  Way: ComponentType<WayProps>;
}[] = [
  { id: 'camera', label: 'pairing.camera', Way: CameraWay },
  { id: 'screen', label: 'pairing.screen', Way: ScreenWay },
  { id: 'image', label: 'pairing.image', Way: ImageWay },
  { id: 'link', label: 'pairing.link', Way: LinkWay },
  { id: 'name', label: 'pairing.name', Way: NameWay },
  { id: 'file', label: 'import.way', Way: FileWay },
];
