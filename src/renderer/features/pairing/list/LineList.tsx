import { Check, Clock, Copy, LoaderCircle, TriangleAlert } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { PairingLineCounts, PairingLineState, PairingLineView } from '../../../../bridge/pairingList.ts';
import { type Entry, EntryList, type EntryTone } from '../../../components/EntryList.tsx';
import { type Messages, useMessages } from '../../../i18n/useMessages.ts';
import { deskfob } from '../../../state/deskfob.ts';

const ICONS = { waiting: Clock, pairing: LoaderCircle, paired: Check, failed: TriangleAlert, duplicate: Copy };
const TONES: Record<PairingLineState, EntryTone> = {
  waiting: 'duplicate',
  pairing: 'duplicate',
  paired: 'new',
  failed: 'problem',
  duplicate: 'duplicate',
};

/** Every line of the list, in its order, with what has become of it. Asked for anew whenever a count has changed. */
export function LineList({ counts }: { counts: PairingLineCounts }) {
  const messages = useMessages();
  const lines = useLines(counts);
  return <EntryList label={messages.t('list.lines')} entries={lines.map((line) => entryOf(messages, line))} />;
}

function entryOf({ t }: Messages, { number, name, state, error }: PairingLineView): Entry {
  return {
    id: number,
    tone: TONES[state],
    icon: ICONS[state],
    isBusy: state === 'pairing',
    name: name === '' ? t('list.line', { number }) : name,
    state: state === 'failed' && error !== undefined ? t(`error.${error}`) : t(`list.state.${state}`),
  };
}

function useLines(counts: PairingLineCounts): readonly PairingLineView[] {
  const [read, setRead] = useState<{ at: string; lines: readonly PairingLineView[] }>({ at: '', lines: [] });
  const now = Object.values(counts).join(' ');
  useEffect(() => {
    let gone = false;
    const ask = async () => {
      const answer = await deskfob()
        .pairingLines()
        .catch(() => undefined);
      if (!gone && answer?.ok === true) setRead({ at: now, lines: answer.value });
    };
    void ask();
    return () => {
      gone = true;
    };
  }, [now]);
  return read.lines;
}
