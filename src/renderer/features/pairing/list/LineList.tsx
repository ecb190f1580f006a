import { Check, Clock, Copy, LoaderCircle, TriangleAlert } from 'lucide-react';
import { useEffect, useState } from 'react';
import { GridList, GridListItem } from 'react-aria-components/GridList';
import { ListLayout, Virtualizer } from 'react-aria-components/Virtualizer';
import type { PairingLineCounts, PairingLineState, PairingLineView } from '../../../../bridge/pairingList.ts';
import { Name } from '../../../components/Name.tsx';
import { type Messages, useMessages } from '../../../i18n/useMessages.ts';
import { deskfob } from '../../../state/deskfob.ts';

const layout = { rowSize: 52 };
const ICONS = { waiting: Clock, pairing: LoaderCircle, paired: Check, failed: TriangleAlert, duplicate: Copy };
const TONES: Record<PairingLineState, string> = {
  waiting: 'duplicate',
  pairing: 'duplicate',
  paired: 'new',
  failed: 'problem',
  duplicate: 'duplicate',
};

/** Every line of the list, in its order, with what has become of it. Asked for anew whenever a count has changed. */
export function LineList({ counts }: { counts: PairingLineCounts }) {
  const { t } = useMessages();
  const lines = useLines(counts);
  return (
    <Virtualizer layout={ListLayout} layoutOptions={layout}>
      <GridList
        className="import-list"
        aria-label={t('list.lines')}
        selectionMode="none"
        items={lines.map((line) => ({ ...line, id: line.number }))}
      >
        {(line) => <Line line={line} />}
      </GridList>
    </Virtualizer>
  );
}

function Line({ line }: { line: PairingLineView }) {
  const messages = useMessages();
  const { t } = messages;
  const Icon = ICONS[line.state];
  const name = line.name === '' ? t('list.line', { number: line.number }) : line.name;
  const state = stateText(messages, line);
  return (
    <GridListItem id={line.number} className={`import-row import-${TONES[line.state]}`} textValue={`${name}, ${state}`}>
      <Icon size={16} aria-hidden="true" className={line.state === 'pairing' ? 'spinner' : undefined} />
      <span className="import-text">
        <span className="import-name" title={name}>
          <Name text={name} />
        </span>
        <span className="import-fate" title={state}>
          {state}
        </span>
      </span>
    </GridListItem>
  );
}

function stateText({ t }: Messages, { state, error }: PairingLineView): string {
  return state === 'failed' && error !== undefined ? t(`error.${error}`) : t(`list.state.${state}`);
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
