import { ArrowLeftRight, Building2, KeyRound } from 'lucide-react';
import { Button } from 'react-aria-components/Button';
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox';
import { ErrorNote } from '../../../components/ErrorNote.tsx';
import { Name } from '../../../components/Name.tsx';
import { type Messages, useMessages } from '../../../i18n/useMessages.ts';
import type { Intent } from '../../../state/useIntent.ts';
import { type Choice, togetherOf } from './choicesOf.ts';
import { importChoice } from './importChoice.ts';

const ALL = { pairing: 'choose.allPairings', account: 'choose.allAccounts' } as const;
const ICONS = { pairing: Building2, account: KeyRound, transfer: ArrowLeftRight };

/** Several codes were read at once: which one it is to be, or what of them goes together. */
export function ChooseCode({ choices, intent, onBack }: { choices: readonly Choice[]; intent: Intent; onBack: () => void }) {
  const messages = useMessages();
  const { t } = messages;
  const take = (chosen: Pick<Choice, 'texts' | 'isPasted'>): void => intent.run(() => importChoice(chosen));
  return (
    <div className="way">
      <p className="dialog-intro">{t('choose.intro')}</p>
      {/* Nothing else can be done first. */}
      {/* oxlint-disable-next-line jsx-a11y/no-autofocus -- the page has just come in the place of what had the focus */}
      <ListBox className="choose-list" aria-label={t('choose.list')} selectionMode="none" autoFocus="first">
        {choices.map((choice, index) => (
          <Row key={choice.texts[0]} id={index} choice={choice} messages={messages} onTake={() => take(choice)} />
        ))}
      </ListBox>
      <ErrorNote error={intent.error} />
      <div className="dialog-actions">
        <Button className="button" onPress={onBack}>
          {t('choose.back')}
        </Button>
        {togetherOf(choices).map((together) => (
          <Button key={together.kind} className="button" isDisabled={intent.busy} onPress={() => take(together)}>
            {t(ALL[together.kind], { count: together.texts.length })}
          </Button>
        ))}
      </div>
    </div>
  );
}

function Row({ id, choice, messages, onTake }: { id: number; choice: Choice; messages: Messages; onTake: () => void }) {
  const Icon = ICONS[choice.code.kind];
  const name = nameOf(messages, choice);
  const detail = detailOf(messages, choice);
  return (
    <ListBoxItem id={id} className="choose-row" textValue={name} onAction={onTake}>
      <Icon size={20} aria-hidden="true" />
      <span className="choose-text">
        <span className="choose-name">
          <Name text={name} />
        </span>
        <span className="choose-detail">
          {detail !== '' && (
            <span>
              <Name text={detail} />
            </span>
          )}
          {choice.where !== undefined && <span>{messages.rich('choose.where', { screen: choice.where })}</span>}
        </span>
      </span>
    </ListBoxItem>
  );
}

function nameOf({ t }: Messages, { code }: Choice): string {
  switch (code.kind) {
    case 'pairing':
      return code.host === '' ? t('choose.damaged') : code.host;
    case 'account':
      return [code.issuer, code.label, t('import.unnamed')].find((name) => name !== '') ?? '';
    case 'transfer':
      return t('choose.transfer');
  }
}

function detailOf({ t, locale }: Messages, { code }: Choice): string {
  switch (code.kind) {
    case 'pairing':
      return t('choose.pairing');
    case 'account':
      return code.issuer === '' ? '' : code.label;
    case 'transfer': {
      const parts = new Intl.ListFormat(locale, { type: 'conjunction' }).format(code.parts.map(String));
      return code.parts.length > 1 ? t('choose.parts', { parts, of: code.of }) : t('choose.part', { part: parts, of: code.of });
    }
  }
}
