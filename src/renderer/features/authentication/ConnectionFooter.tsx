import type { ReactNode } from 'react';
import type { VerifierView } from '../../../bridge/views.ts';
import { formatDuration } from '../../i18n/format.ts';
import { type Messages, useMessages } from '../../i18n/useMessages.ts';
import { clockState, connectionLines } from './connectionWords.ts';

/** How the way to each verifier stands, and whether this computer's clock is right. */
export function ConnectionFooter({ verifiers }: { verifiers: readonly VerifierView[] }) {
  const messages = useMessages();
  if (verifiers.length === 0) return null;
  const { each, well } = connectionLines(verifiers);
  return (
    <footer className="connections" aria-live="polite" aria-label={messages.t('connection.label')}>
      {each.map((verifier) => (
        <Line
          key={verifier.issuer}
          connection={verifier.connection}
          warning={['behind', 'ahead'].includes(clockState(verifier.clockOffsetMs))}
        >
          {connectionWords(messages, verifier)}
        </Line>
      ))}
      {well > 0 && (
        <Line connection="online" warning={false}>
          {messages.t('connection.several', { count: well })}
        </Line>
      )}
    </footer>
  );
}

function Line({ connection, warning, children }: { connection: VerifierView['connection']; warning: boolean; children: ReactNode }) {
  return (
    <p className="connection" data-testid="connection">
      <span className={`connection-dot connection-${warning && connection === 'online' ? 'warning' : connection}`} aria-hidden="true" />
      <span>{children}</span>
    </p>
  );
}

function connectionWords({ t, rich, locale }: Messages, verifier: VerifierView): ReactNode {
  const organisation = verifier.organisation.name;
  if (verifier.connection === 'connecting') return rich('connection.connecting', { organisation });
  if (verifier.connection === 'offline') {
    return verifier.problem === undefined
      ? rich('connection.offlineUnknown', { organisation })
      : rich('connection.offline', { organisation, reason: `${t(`error.${verifier.problem}`)}.` });
  }
  const clock = clockState(verifier.clockOffsetMs);
  if (clock === 'unknown') return rich('connection.online', { organisation });
  if (clock === 'in-step') return rich('connection.inStep', { organisation });
  return rich(`connection.${clock}`, { organisation, duration: formatDuration(verifier.clockOffsetMs ?? 0, locale) });
}
