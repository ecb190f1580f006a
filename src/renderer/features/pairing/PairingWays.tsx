import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components/Tabs';
import { useMessages } from '../../i18n/useMessages.ts';
import { type WayId, type WayProps, ways } from './ways/ways.ts';

/** The ways to begin a pairing, one at a time. */
export function PairingWays({ first, ...props }: WayProps & { first: WayId }) {
  const { t } = useMessages();
  return (
    <>
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
    </>
  );
}
