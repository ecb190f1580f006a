import { useEffect, useRef } from 'react';
import { Button } from 'react-aria-components/Button';
import type { AccountView, RequestView } from '../../../bridge/views.ts';
import { Name } from '../../components/Name.tsx';
import { SignInName } from '../../components/SignInName.tsx';
import { OrganisationBadge } from '../../components/OrganisationBadge.tsx';
import { useMessages } from '../../i18n/useMessages.ts';
import { useIntent } from '../../state/useIntent.ts';
import { MuteOffer } from '../mute/MuteOffer.tsx';
import { useDisplayed } from './useDisplayed.ts';
import { useRemaining } from '../../state/useRemaining.ts';
import { CountdownBar } from './CountdownBar.tsx';
import { Decision } from './Decision.tsx';
import { OutcomePanel } from './OutcomePanel.tsx';
import { PlacePanel } from './PlacePanel.tsx';
import { RequestFacts } from './RequestFacts.tsx';
import { NameWarning } from './NameWarning.tsx';
import { requestTitle, secondsLeft } from './requestWords.ts';

export interface RequestDetailProps {
  request: RequestView;
  /** Whose request it is. */
  account: AccountView | undefined;
  /** A PIN can be typed where the system was not satisfied. */
  hasPin: boolean;
  onNext: (() => void) | undefined;
}

/** One request with all that speaks for and against it. Mount it anew for each request. */
export function RequestDetail({ request, account, hasPin, onNext }: RequestDetailProps) {
  const messages = useMessages();
  const { t, rich } = messages;
  const left = useRemaining(request.remainingMs);
  const intent = useIntent();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const unexpected = account?.unexpectedRequests;
  const open = request.phase === 'open' && left > 0;
  useDisplayed(request);
  return (
    <>
      {open && <CountdownBar leftMs={left} lifetimeMs={request.lifetimeMs} />}
      <main className="request">
        <header className="request-header">
          <OrganisationBadge organisation={request.organisation} large />
          <div className="request-heading">
            <h1 ref={heading} tabIndex={-1}>
              <Name text={requestTitle(messages, request)} />
            </h1>
            <p>
              <Name text={request.displayName} /> · <SignInName text={request.signInName} />
            </p>
            <p>{rich('request.askedBy', { organisation: request.organisation.name })}</p>
          </div>
          {open && <span className="request-left">{secondsLeft(messages, left)}</span>}
        </header>
        {open && (
          <div className={intent.busy ? 'hidden' : 'contents'}>
            <Decision request={request} intent={intent} hasPin={hasPin}>
              {account !== undefined && unexpected !== undefined && <MuteOffer account={account} count={unexpected} isBrief />}
              <NameWarning request={request} />
              <PlacePanel request={request} />
              <RequestFacts request={request} leftMs={left} />
            </Decision>
          </div>
        )}
        {open && intent.busy && <OutcomePanel request={{ ...request, phase: 'sending' }} />}
        {!open && (
          <OutcomePanel
            request={request.phase === 'open' ? { ...request, phase: 'settled', outcome: 'missed' } : request}
            staysOpen={onNext !== undefined || unexpected !== undefined}
          />
        )}
        {!open && account !== undefined && unexpected !== undefined && <MuteOffer account={account} count={unexpected} />}
        {!open && onNext !== undefined && (
          <Button className="button button-large button-filled" onPress={onNext}>
            {t('outcome.nextRequest')}
          </Button>
        )}
        <output className="visually-hidden">{open && left <= 10_000 && t('request.secondsAnnounce', { seconds: 10 })}</output>
      </main>
    </>
  );
}
