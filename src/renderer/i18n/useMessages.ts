import { createElement, type ReactNode, useMemo } from 'react';
import { type IntlShape, useIntl } from 'react-intl';
import { Name } from '../components/Name.tsx';
import type { en, MessageKey } from './en.ts';
import { formatDistance } from './format.ts';
import type { Placeholders } from './placeholders.ts';

/** The values that any message of the union `K` wants. */
type Values<K extends MessageKey> = K extends MessageKey ? Placeholders<(typeof en)[K]> : never;
type Arguments<K extends MessageKey> = [Values<K>] extends [never] ? [] : [values: Readonly<Record<Values<K>, string | number>>];

export interface Messages {
  locale: string;
  /** A distance in the unit that the person thinks in. */
  readonly distance: (km: number) => string;
  /** The message as plain text: for labels that screen readers speak. */
  readonly t: <K extends MessageKey>(key: K, ...values: Arguments<K>) => string;
  /** The message to show, with each filled-in text kept apart, because names may come from the network and run either way. */
  readonly rich: <K extends MessageKey>(key: K, ...values: Arguments<K>) => ReactNode;
}

/** Messages of the catalogue in use; a misspelt key or a missing value does not compile. */
export function useMessages(): Messages {
  const intl = useIntl();
  return useMemo(() => messagesOf(intl), [intl]);
}

function messagesOf(intl: IntlShape): Messages {
  return {
    locale: intl.locale,
    distance: (km) => formatDistance(km, intl.locale),
    t: (key, ...[values]) => intl.formatMessage({ id: key }, { ...values }),
    rich: (key, ...[values]) => {
      const shown = Object.entries<string | number>(values ?? {}).map(([name, value], index) => [
        name,
        typeof value === 'string' ? createElement(Name, { key: index, text: value }) : value,
      ]);
      const parts: ReactNode = intl.formatMessage({ id: key }, Object.fromEntries(shown));
      return parts;
    },
  };
}
