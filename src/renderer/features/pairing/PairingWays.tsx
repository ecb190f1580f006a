import { useCallback, useEffect, useRef, useState } from 'react';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components/Tabs';
import { useMessages } from '../../i18n/useMessages.ts';
import { usePastedPictures } from './scan/usePastedPictures.ts';
import { type WayId, type WayProps, ways } from './ways/ways.ts';

/** The ways to begin a pairing, one at a time. A picture that is pasted into any of them is one for the image way. */
export function PairingWays({ way: chosen, ...props }: Omit<WayProps, 'pasted' | 'onPastedRead'> & { way: WayId }) {
  const { t } = useMessages();
  const place = useRef<HTMLDivElement>(null);
  const { onWay } = props;
  const { clear } = props.intent;
  const [pasted, setPasted] = useState<readonly Blob[]>([]);
  // Whoever opens this has the link or the key at hand: the first empty field is ready for it.
  useEffect(() => {
    const fields = Array.from(
      place.current?.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('input:not([type=file]), textarea') ?? [],
    );
    fields.find((field) => field.value === '')?.focus();
  }, []);
  const choose = useCallback(
    (way: WayId) => {
      clear();
      onWay(way);
    },
    [clear, onWay],
  );
  usePastedPictures((pictures) => {
    choose('image');
    setPasted(pictures);
  });
  const onPastedRead = useCallback(() => setPasted([]), []);
  return (
    <div ref={place} className="contents">
      <p className="dialog-intro">{t('pairing.intro')}</p>
      <Tabs
        className="ways"
        selectedKey={chosen}
        onSelectionChange={(key) => {
          const way = ways.find(({ id }) => id === key);
          if (way !== undefined) choose(way.id);
        }}
      >
        <TabList className="segments" aria-label={t('pairing.ways')}>
          {ways.map(({ id, label }) => (
            <Tab key={id} id={id} className="segment">
              {t(label)}
            </Tab>
          ))}
        </TabList>
        {ways.map(({ id, Way }) => (
          <TabPanel key={id} id={id} className="way-panel">
            <Way {...props} onWay={choose} pasted={pasted} onPastedRead={onPastedRead} />
          </TabPanel>
        ))}
      </Tabs>
    </div>
  );
}
