import { useEffect, useRef } from 'react';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components/Tabs';
import { useMessages } from '../../i18n/useMessages.ts';
import { type WayId, type WayProps, ways } from './ways/ways.ts';

/** The ways to begin a pairing, one at a time. */
export function PairingWays({ first, ...props }: WayProps & { first: WayId }) {
  const { t } = useMessages();
  const place = useRef<HTMLDivElement>(null);
  // Whoever opens this has the link or the key at hand: the first empty field is ready for it.
  useEffect(() => {
    const fields = Array.from(place.current?.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('input, textarea') ?? []);
    fields.find((field) => field.value === '')?.focus();
  }, []);
  return (
    <div ref={place} className="contents">
      <p className="dialog-intro">{t('pairing.intro')}</p>
      <Tabs className="ways" defaultSelectedKey={first} onSelectionChange={props.intent.clear}>
        <TabList className="segments" aria-label={t('pairing.ways')}>
          {ways.map(({ id, label }) => (
            <Tab key={id} id={id} className="segment">
              {t(label)}
            </Tab>
          ))}
        </TabList>
        {ways.map(({ id, Way }) => (
          <TabPanel key={id} id={id} className="way-panel">
            <Way {...props} />
          </TabPanel>
        ))}
      </Tabs>
    </div>
  );
}
